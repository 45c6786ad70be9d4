import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { printTableName } from '@cutover/databases';
import type { WatchedScope, WrittenTable } from '../../freeze-proof-dialect.js';

/** More than are ever compared, so that tables that are not watched do not hide those that are. */
const mostRead = 500;

interface WrittenRow {
  databaseName: string;
  tableName: string;
  writtenAt: string;
}

/**
 * From UPDATE_TIME, which InnoDB keeps in memory: of a table that nobody wrote to since the server started, or that fell out
 * of the table cache, it is NULL. Rejects as `query` does.
 */
export async function lastWritten(
  source: ServerConnection,
  { databases, tables }: WatchedScope,
  bounds: StatementBounds,
): Promise<WrittenTable[]> {
  const names = [...new Set([...databases, ...tables.map(({ database }) => database)])];
  const rows = await source.query<WrittenRow>(
    'SELECT TABLE_SCHEMA AS databaseName, TABLE_NAME AS tableName, UPDATE_TIME AS writtenAt FROM information_schema.TABLES ' +
      `WHERE TABLE_SCHEMA IN (?) AND TABLE_TYPE = 'BASE TABLE' AND UPDATE_TIME IS NOT NULL ORDER BY UPDATE_TIME DESC LIMIT ${mostRead}`,
    [names],
    bounds,
  );
  return rows.map(({ databaseName, tableName, writtenAt }) => ({
    table: printTableName({ database: databaseName, name: tableName }),
    why: `last written ${writtenAt.replace(' ', 'T')}Z`,
  }));
}
