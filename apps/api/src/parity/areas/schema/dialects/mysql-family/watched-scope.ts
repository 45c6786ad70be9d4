import { conditionOf } from '../../../../../tables/dialects/mysql-family/selection-condition.js';
import type { Statement } from '../../../../../tables/tables-dialect.js';
import type { TableSelection } from '../../../../../tables/table-selection.js';

/** A question about the tables of a selection, by the columns of the view that name database and table. */
export function ofTables(
  select: string,
  selection: TableSelection,
  columns: { database: string; table: string },
  rest = '',
): Statement {
  const { sql, params } = conditionOf(selection, columns);
  return { sql: `${select} WHERE (${sql})${rest}`, params };
}

/** A question about what belongs to whole databases: of a database of which only some tables are watched it is nobody's business here. */
export function ofDatabases(select: string, selection: TableSelection, database: string, rest = ''): Statement {
  const none = new Map<string, readonly string[]>();
  const { sql, params } = conditionOf(
    { databases: selection.databases, tables: none },
    { database, table: 'TABLE_NAME' },
  );
  return { sql: `${select} WHERE (${sql})${rest}`, params };
}
