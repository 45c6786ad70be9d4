import type { ServerConnection, StatementBounds } from '../connections/server-connection.js';
import {
  autoIncrementOf,
  columnsStatement,
  liveAutoIncrementStatement,
  tableStatement,
  type ColumnRow,
  type CreateTableRow,
  type TableRow,
} from './definition.queries.js';
import type { TableDefinition } from './table-definition.js';

/** Reads what a table is on one side now. null: proved not to be there. Rejects when it may not, or cannot, be looked at. */
export async function readDefinition(
  connection: ServerConnection,
  database: string,
  table: string,
  bounds: StatementBounds,
): Promise<TableDefinition | null> {
  try {
    const columns = await connection.query<ColumnRow>(columnsStatement(database, table), [], bounds);
    const rows = await connection.query<TableRow>(tableStatement, [database, table], bounds);
    const row = rows.find((candidate) => candidate.name === table) ?? rows[0];
    if (row === undefined) return null;
    return {
      kind: row.kind.endsWith('VIEW') ? 'view' : 'table',
      engine: row.engine,
      rowFormat: /\brow_format=(\w+)/i.exec(row.createOptions ?? '')?.[1]?.toUpperCase() ?? null,
      columns: columns.map((column) => ({
        name: column.Field,
        type: column.Type,
        collation: column.Collation,
        isNullable: column.Null === 'YES',
        isAutoIncrement: /auto_increment/i.test(column.Extra),
      })),
      autoIncrement: await liveAutoIncrement(connection, database, row, bounds),
    };
  } catch (error) {
    if (isNoSuchTable(error)) return null;
    throw error;
  }
}

async function liveAutoIncrement(
  connection: ServerConnection,
  database: string,
  row: TableRow,
  bounds: StatementBounds,
): Promise<string | null> {
  const statement = liveAutoIncrementStatement[connection.identity()?.flavor ?? 'mariadb'];
  if (statement === null || row.autoIncrement === null) return row.autoIncrement;
  const [created] = await connection.query<CreateTableRow>(statement(database, row.name), [], bounds);
  return autoIncrementOf(created?.['Create Table'] ?? '');
}

/** ER_NO_SUCH_TABLE, ER_BAD_DB_ERROR: only said to an account that may look (others get 1142 whether it exists or not). */
export function isNoSuchTable(error: unknown): boolean {
  const errno = error instanceof Error ? (error as { errno?: number }).errno : undefined;
  return errno === 1146 || errno === 1049;
}
