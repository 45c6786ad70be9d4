import { engines, type DedicatedSession } from '@cutover/databases';
import { withoutLoginPath } from '../../dump/dialects/mysql-family/option-file.js';
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
      // A dump that somebody has altered could read files of this machine: LOAD DATA LOCAL INFILE.
      '--local-infile=0',
      '--default-character-set=utf8mb4',
      '--',
      database,
    ],
    env: withoutLoginPath,
  }),
  countTables: async (session, database) =>
    Number(
      await numberOf(session, 'SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?', [database]),
    ),
  create: async (session, database, options) => {
    await session.query(mayWrite);
    await session.query(`CREATE DATABASE ${quoteIdentifier(database)}${options === null ? '' : ` ${options}`}`);
  },
  danger: async (session) =>
    (await numberOf(session, "SELECT @@event_scheduler = 'ON' AS n", [])) === 0n
      ? null
      : 'it has event_scheduler = ON, so that events of the backup would run there: switch it off, or test on another server',
  drop: async (session, database) => {
    await session.query(mayWrite);
    await session.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)}`, [], { timeoutMs: countMs });
  },
  inspect: async (session, database) => {
    const tables = await session.query<{ name: string }>(
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
      [database],
    );
    await session.query(mayWrite);
    const faults: string[] = [];
    for (const { name } of tables) {
      const table = `${quoteIdentifier(database)}.${quoteIdentifier(name)}`;
      const told = await session.query<{ Msg_type: string; Msg_text: string }>(`CHECK TABLE ${table}`, [], {
        timeoutMs: countMs,
      });
      faults.push(
        ...told.filter(({ Msg_type: type }) => type === 'error').map(({ Msg_text: text }) => `${name}: ${text}`),
      );
    }
    return faults;
  },
  countRows: (session, database, table) =>
    numberOf(session, `SELECT COUNT(*) AS n FROM ${quoteIdentifier(database)}.${quoteIdentifier(table)}`, []),
};

export const mysqlRestore: RestoreDialect = {
  ...mariadbRestore,
  programs: ['mysql'],
  packages: 'mysql-client of MySQL',
};
