import { isTableMissing, parseTableName, type ServerConnection } from '@cutover/databases';
import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { SentinelDialect } from '../../freeze-proof-dialect.js';

/** One row for each migration, so that the table never grows. */
export const familySentinel: SentinelDialect = {
  statement: (table, { migration, token }, withTable) => {
    // Both are ours: a name of lower case letters, digits and dashes, and a UUID.
    return `${withTable ? createTable(table) : ''}REPLACE INTO ${quoted(table)} VALUES ('${migration}', '${token}', UTC_TIMESTAMP(6));`;
  },
  setUp: (source, table) =>
    `CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(parseTableName(table).database)}; ${createTable(table)}` +
    grantStatement(`SELECT, INSERT, UPDATE ON ${quoted(table)}`, suggestedFor(source)),
  readGrant: (server, table) => grantStatement(`SELECT ON ${quoted(table)}`, suggestedFor(server)),
  write: async (source, table, { migration, token }, bounds) => {
    const session = await source.openSession();
    try {
      // Every session of ours is read only; this transaction alone is not.
      await session.query('START TRANSACTION READ WRITE', [], bounds);
      await session.query(
        `INSERT INTO ${quoted(table)} (migration, token, written_at) VALUES (?, ?, UTC_TIMESTAMP(6)) ` +
          'ON DUPLICATE KEY UPDATE token = ?, written_at = UTC_TIMESTAMP(6)',
        [migration, token, token],
        bounds,
      );
      await session.query('COMMIT', [], bounds);
    } finally {
      await session.close();
    }
  },
  find: async (server: ServerConnection, table, { migration, token }, bounds) => {
    try {
      const [row] = await server.query<{ at: string }>(
        `SELECT DATE_FORMAT(written_at, '%Y-%m-%dT%H:%i:%s.%fZ') AS at FROM ${quoted(table)} WHERE migration = ? AND token = ?`,
        [migration, token],
        bounds,
      );
      return row === undefined ? null : { writtenAt: row.at };
    } catch (error) {
      // Whoever writes it by hand makes the table first.
      if (isTableMissing(error)) return null;
      throw error;
    }
  },
};

function createTable(table: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoted(table)} (migration VARCHAR(63) NOT NULL PRIMARY KEY, token CHAR(36) NOT NULL, written_at DATETIME(6) NOT NULL) ENGINE=InnoDB; `;
}

function quoted(table: string): string {
  const { database, name } = parseTableName(table);
  return `${quoteIdentifier(database)}.${quoteIdentifier(name)}`;
}
