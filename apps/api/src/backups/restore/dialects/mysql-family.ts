import { engines, type DedicatedSession } from '@cutover/databases';
import type { RestoreDialect } from '../restore-dialect.js';

const { quoteIdentifier } = engines.mariadb;

/** Our sessions read only, unless they say otherwise. */
const mayWrite = 'SET SESSION TRANSACTION READ WRITE';

async function numberOf(session: DedicatedSession, sql: string, params: readonly unknown[]): Promise<bigint> {
  const [row] = await session.query<{ n: string | number }>(sql, params, { timeoutMs: countMs });
  return BigInt(row?.n ?? 0);
}

/** Counting a large table takes its time, and nobody else works on it yet. */
const countMs = 3_600_000;

export const mariadbRestore: RestoreDialect = {
  programs: ['mariadb', 'mysql'],
  packages: 'mariadb-client',
  maintenanceDatabase: undefined,
  command: ({ loginFile, database }) => ({
    // Without `--binary-mode` a client may change bytes of values; `--abort-source-on-error` is its default.
    args: [
      `--defaults-file=${loginFile}`,
      '--batch',
      '--binary-mode',
      '--default-character-set=utf8mb4',
      '--',
      database,
    ],
    env: {},
  }),
  countTables: async (session, database) =>
    Number(
      await numberOf(session, 'SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?', [database]),
    ),
  create: async (session, database, options) => {
    await session.query(mayWrite);
    await session.query(`CREATE DATABASE ${quoteIdentifier(database)}${options === null ? '' : ` ${options}`}`);
  },
  countRows: (session, database, table) =>
    numberOf(session, `SELECT COUNT(*) AS n FROM ${quoteIdentifier(database)}.${quoteIdentifier(table)}`, []),
};

export const mysqlRestore: RestoreDialect = {
  ...mariadbRestore,
  programs: ['mysql'],
  packages: 'mysql-client of MySQL',
};
