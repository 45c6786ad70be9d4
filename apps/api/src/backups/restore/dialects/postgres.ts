import { engines, type DedicatedSession } from '@cutover/databases';
import { postgresLogin } from '../../dump/dialects/postgres/login.js';
import type { RestoreDialect } from '../restore-dialect.js';

const { quoteIdentifier } = engines.postgres;

/** Our sessions read only, unless they say otherwise. */
const mayWrite = 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE';

async function numberOf(session: DedicatedSession, sql: string, params: readonly unknown[]): Promise<number> {
  const [row] = await session.query<{ n: string | number }>(sql, params);
  return Number(row?.n ?? 0);
}

export const postgresRestore: RestoreDialect = {
  programs: ['pg_restore'],
  packages: 'postgresql-client',
  maintenanceDatabase: 'postgres',
  command: ({ loginFile, endpoint, database }) => ({
    args: ['--exit-on-error', '--no-password', `--dbname=${connectionString(database)}`],
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
  countRows: () => Promise.reject(new Error('A dump of PostgreSQL counts no rows')),
};

/** A name of a database may look like a connection string, so that it stands in one. */
function connectionString(database: string): string {
  return `dbname='${database.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}
