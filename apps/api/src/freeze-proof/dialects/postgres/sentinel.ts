import { isTableMissing, failureKind, parseTableName } from '@cutover/databases';
import { grantToUs, quoteIdentifier } from '@cutover/databases/postgres';
import type { SentinelDialect } from '../../freeze-proof-dialect.js';

/** One row for each migration, so that the table never grows. A table that is published shows that rows arrive; a message would not be applied. */
export const postgresSentinel: SentinelDialect = {
  statement: (table, { migration, token }, withTable) =>
    // Both are ours: a name of lower case letters, digits and dashes, and a UUID.
    `${withTable ? createTable(table) : ''}INSERT INTO ${quoted(table)} VALUES ('${migration}', '${token}', clock_timestamp()) ` +
    'ON CONFLICT (migration) DO UPDATE SET token = EXCLUDED.token, written_at = EXCLUDED.written_at;',
  setUp: (source, table) =>
    `CREATE SCHEMA IF NOT EXISTS ${schemaOf(table)}; ${createTable(table)}` +
    `${grantToUs(`USAGE ON SCHEMA ${schemaOf(table)}`, source)} ${grantToUs(`SELECT, INSERT, UPDATE ON ${quoted(table)}`, source)}` +
    ' -- then the same table on the target, and both in publication and subscription: docs/postgresql.md',
  readGrant: (server, table) =>
    `${grantToUs(`USAGE ON SCHEMA ${schemaOf(table)}`, server)} ${grantToUs(`SELECT ON ${quoted(table)}`, server)}`,
  write: async (source, table, { migration, token }, bounds) => {
    const session = await source.openSession();
    try {
      // Every session of ours is read only; this transaction alone is not. It waits for the disk, whatever the default is.
      await session.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE', [], bounds);
      await session.query('SET LOCAL synchronous_commit = on', [], bounds);
      await session.query(
        `INSERT INTO ${quoted(table)} (migration, token, written_at) VALUES ($1, $2, pg_catalog.clock_timestamp()) ` +
          'ON CONFLICT (migration) DO UPDATE SET token = EXCLUDED.token, written_at = EXCLUDED.written_at',
        [migration, token],
        bounds,
      );
      await session.query('COMMIT', [], bounds);
    } finally {
      await session.close();
    }
  },
  find: async (server, table, { migration, token }, bounds) => {
    try {
      const [row] = await server.query<{ at: string }>(
        `SELECT pg_catalog.to_char(written_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM ${quoted(table)} WHERE migration = $1 AND token = $2`,
        [migration, token],
        bounds,
      );
      return row === undefined ? null : { writtenAt: row.at };
    } catch (error) {
      // Whoever writes it by hand makes the table first.
      if (isTableMissing(error) || failureKind(error) === 'database-missing') return null;
      throw error;
    }
  },
};

function createTable(table: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoted(table)} (migration text PRIMARY KEY, token text NOT NULL, written_at timestamptz NOT NULL); `;
}

function schemaOf(table: string): string {
  return quoteIdentifier(parseTableName(table).database);
}

function quoted(table: string): string {
  return `${schemaOf(table)}.${quoteIdentifier(parseTableName(table).name)}`;
}
