import { engines, type DedicatedSession } from '@cutover/databases';
import { messageOf } from '../../../failures/message-of.js';
import { postgresLogin } from '../../dump/dialects/postgres/login.js';
import type { RestoreDialect } from '../restore-dialect.js';
import { mayWrite, postgresWithoutPowers } from './postgres-without-powers.js';

const { quoteIdentifier } = engines.postgres;

/** Looking through a large index takes its time, and nobody else works on it yet. */
const inspectMs = 3_600_000;

async function numberOf(session: DedicatedSession, sql: string, params: readonly unknown[]): Promise<number> {
  const [row] = await session.query<{ n: string | number }>(sql, params);
  return Number(row?.n ?? 0);
}

export const postgresRestore: RestoreDialect = {
  programs: ['pg_restore'],
  packages: 'postgresql-client',
  maintenanceDatabase: 'postgres',
  command: ({ loginFile, endpoint, database, listFile }) => ({
    args: [
      ...['--exit-on-error', '--no-password', `--dbname=${connectionString(database)}`],
      ...(listFile === undefined ? [] : [`--use-list=${listFile}`]),
    ],
    env: postgresLogin(loginFile, endpoint),
  }),
  countTables: (session) =>
    numberOf(
      session,
      `SELECT count(*) AS n FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
        WHERE s.nspname !~ '^pg_' AND s.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')`,
      [],
    ),
  create: async (session, database, options) => {
    await session.query(mayWrite);
    await session.query(`CREATE DATABASE ${quoteIdentifier(database)}${options === null ? '' : ` ${options}`}`);
  },
  withoutPowers: postgresWithoutPowers,
  danger: () => Promise.resolve(null),
  drop: async (session, database) => {
    await session.query(mayWrite);
    await session.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)}`, [], { timeoutMs: inspectMs });
  },
  inspect: async (session) => {
    const [amcheck] = await session.query("SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'");
    // It comes with the packages of Debian and with RDS; without it the rows are still read, all of them.
    if (amcheck === undefined) return [];
    await session.query(mayWrite);
    await session.query('CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA pg_catalog');
    const [at] = await session.query<{ schema: string }>(
      "SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'amcheck'",
    );
    const check = `${quoteIdentifier(at?.schema ?? 'pg_catalog')}.bt_index_check`;
    const indexes = await session.query<{ id: string; name: string }>(
      `SELECT i.indexrelid::text AS id, i.indexrelid::regclass::text AS name FROM pg_index i
         JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.amname = 'btree' AND c.relkind = 'i' AND i.indisvalid AND n.nspname !~ '^pg_'`,
    );
    const faults: string[] = [];
    for (const { id, name } of indexes)
      await session
        .query(`SELECT ${check}($1::oid::regclass, true)`, [id], { timeoutMs: inspectMs })
        .catch((error: unknown) => {
          const words = `${name}: ${messageOf(error)}`;
          // A function of the index that fails, or too little time, says nothing of its content.
          if (!isCorruption(error)) throw new Error(`An index could not be looked through: ${words}`, { cause: error });
          faults.push(words);
        });
    return faults;
  },
  countRows: () => Promise.reject(new Error('A dump of PostgreSQL counts no rows')),
};

/** Class XX of SQLSTATE: index_corrupted, data_corrupted, internal_error. Source: "PostgreSQL Error Codes" of the manual. */
function isCorruption(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('XX');
}

/** A name of a database may look like a connection string, so that it stands in one. */
function connectionString(database: string): string {
  return `dbname='${database.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}
