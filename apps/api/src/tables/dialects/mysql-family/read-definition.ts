import {
  failureKind,
  isTableMissing,
  printTableName,
  type ServerConnection,
  type StatementBounds,
} from '@cutover/databases';
import { familyEngine, type FamilyEngine, quoteTable, readableStatement } from '@cutover/databases/mysql-family';
import type { ColumnDefinition, TableDefinition, UniqueKey, Generation } from '../../definition/table-definition.js';
import {
  columnsStatement,
  tableStatement,
  uniqueKeysStatement,
  oldUniqueKeysStatement,
  definitionStatements,
  type ColumnRow,
  type KeyPartRow,
  type TableRow,
} from './definition-statements.js';
import type { TableSelection } from '../../table-selection.js';
import type { Statement } from '../../tables-dialect.js';
import { defaultOf, onUpdateOf } from './read-default.js';

/**
 * What a table is on one side now. null: proved not to be there. Rejects when it may not, or cannot, be looked at; a
 * single column without a right is enough, since the catalog hides it and the table would look narrower than it is.
 */
export async function readDefinition(
  connection: ServerConnection,
  database: string,
  table: string,
  bounds: StatementBounds,
): Promise<TableDefinition | null> {
  try {
    await connection.query(readableStatement(quoteTable(database, table)), [], bounds);
  } catch (error) {
    if (isTableMissing(error)) return null;
    throw error;
  }
  const engine = familyEngine(connection.engine);
  const names = [database, table];
  const isThis = (row: { db: string; tableName: string }): boolean => row.db === database && row.tableName === table;
  // Together: each is a question of its own whatever the order, and thousands of small tables are mostly waiting.
  const [tables, columns, keys] = await Promise.all([
    connection.query<TableRow>(tableStatement, names, bounds),
    connection.query<ColumnRow>(columnsStatement, names, bounds),
    readKeys(connection, names, bounds),
  ]);
  const found = tables.find(({ db, name }) => db === database && name === table) ?? tables[0];
  if (found === undefined) return null;
  const isOwn = (row: { db: string; tableName: string }): boolean => isThis(row) || tables.length === 1;
  return definitionOf({ table: found, columns: columns.filter(isOwn), keys: keys.filter(isOwn) }, engine);
}

/** What the catalog says of one table. */
export interface DefinitionRows {
  table: TableRow;
  /** In order of definition. */
  columns: readonly ColumnRow[];
  /** Parts of its indexes in key order: the unique ones, or all. */
  keys: readonly KeyPartRow[];
}

/** Pure: a table as its rows of the catalog describe it. */
export function definitionOf({ table, columns, keys }: DefinitionRows, engine: FamilyEngine): TableDefinition {
  const ownColumns = columns.map((row) => columnOf(row, engine));
  const unique = keys.filter(({ nonUnique }) => nonUnique === '0');
  return {
    kind: table.kind.endsWith('VIEW') ? 'view' : 'table',
    engine: table.engine,
    rowFormat: /\brow_format=(\w+)/i.exec(table.createOptions)?.[1]?.toUpperCase() ?? null,
    createdAt: table.createdAt,
    isSystemVersioned: /VERSIONED/i.test(table.kind),
    isSequence: /SEQUENCE/i.test(table.kind),
    columns: ownColumns,
    primaryKey: primaryKeyOf(unique),
    uniqueKeys: uniqueKeysOf(unique),
    uniqueColumns: uniqueColumnsOf(unique, ownColumns),
    estimatedRows: BigInt(table.estimatedRows),
  };
}

/** The same of all tables of a selection by a few statements: `db.table` to its rows. Rejects as a statement does. */
export async function readDefinitionRows(
  connection: Pick<ServerConnection, 'query' | 'engine'>,
  selection: TableSelection,
  bounds: StatementBounds,
): Promise<Map<string, DefinitionRows>> {
  const ask = definitionStatements(selection, familyEngine(connection.engine));
  const read = <Row extends object>({ sql, params }: Statement): Promise<Row[]> =>
    connection.query<Row>(sql, params, bounds);
  const tables = await read<TableRow>(ask.tables);
  const columns = await read<ColumnRow>(ask.columns);
  const keys = await read<KeyPartRow>(ask.keys).catch((error: unknown) => {
    if (failureKind(error) !== 'column-missing') throw error;
    return read<KeyPartRow>(ask.oldKeys);
  });
  const found = new Map<string, { table: TableRow; columns: ColumnRow[]; keys: KeyPartRow[] }>();
  for (const table of tables)
    if (selection.includes(table.db, table.name))
      found.set(idOf(table.db, table.name), { table, columns: [], keys: [] });
  for (const row of columns) found.get(idOf(row.db, row.tableName))?.columns.push(row);
  for (const row of keys) found.get(idOf(row.db, row.tableName))?.keys.push(row);
  return found;
}

function idOf(database: string, name: string): string {
  return printTableName({ database, name });
}

async function readKeys(
  connection: ServerConnection,
  names: readonly string[],
  bounds: StatementBounds,
): Promise<KeyPartRow[]> {
  try {
    return await connection.query<KeyPartRow>(uniqueKeysStatement[familyEngine(connection.engine)], names, bounds);
  } catch (error) {
    // An older server does not have all of these columns.
    if (failureKind(error) !== 'column-missing') throw error;
    return connection.query<KeyPartRow>(oldUniqueKeysStatement, names, bounds);
  }
}

/** Pure: one row of the catalog as we want it. */
export function columnOf(row: ColumnRow, engine: FamilyEngine): ColumnDefinition {
  const extra = row.extra ?? '';
  return {
    name: row.name,
    dataType: row.dataType.toLowerCase(),
    columnType: row.columnType,
    charset: row.charset,
    collation: row.collation,
    isNullable: row.isNullable === 'YES',
    generation: generationOf(extra, row.expression ?? ''),
    isInvisible: /\bINVISIBLE\b/i.test(extra),
    isAutoIncrement: /\bauto_increment\b/i.test(extra),
    defaultValue: defaultOf(row, engine),
    onUpdate: onUpdateOf(row),
    octetLength: row.octetLength === null ? null : BigInt(row.octetLength),
  };
}

/** MariaDB says `ROW START` in place of the expression of such a column. */
function generationOf(extra: string, expression: string): Generation {
  if (/^ROW START$/i.test(expression)) return 'row-start';
  if (/^ROW END$/i.test(expression)) return 'row-end';
  if (/\bVIRTUAL GENERATED\b/i.test(extra)) return 'virtual';
  return /\b(?:STORED|PERSISTENT) GENERATED\b|^PERSISTENT$/i.test(extra) ? 'stored' : 'plain';
}

/** Pure: the primary key, prefixes and all. */
export function primaryKeyOf(rows: readonly KeyPartRow[]): string[] {
  return rows
    .filter(({ indexName }) => indexName === 'PRIMARY')
    .map(({ name, prefix }) => `${name ?? ''}${prefix === null ? '' : `(${prefix})`}`);
}

/** Pure: keys that name exactly one row. A prefix, an expression or a nullable column does not; neither does a hash index (over long columns). One that the optimizer ignores cannot be forced. */
export function uniqueKeysOf(rows: readonly KeyPartRow[]): UniqueKey[] {
  const byName = new Map<string, KeyPartRow[]>();
  for (const row of rows) byName.set(row.indexName, [...(byName.get(row.indexName) ?? []), row]);
  const keys = [...byName].flatMap(([index, parts]): UniqueKey[] => {
    const columns = parts.map(({ name }) => name);
    const isWhole = parts.every(
      ({ prefix, nullable, type, expression, ignored }) =>
        prefix === null && nullable !== 'YES' && type === 'BTREE' && expression === '' && ignored !== 'YES',
    );
    return isWhole && columns.every((name) => name !== null) ? [{ index, columns }] : [];
  });
  return keys.sort((a, b) => rank(a) - rank(b) || (a.index < b.index ? -1 : 1));
}

/** Pure: columns of every unique index. Where one is computed the server does not say from which columns: then all. */
export function uniqueColumnsOf(rows: readonly KeyPartRow[], columns: readonly ColumnDefinition[]): string[] {
  const names = new Set(rows.map(({ name }) => name));
  const isComputed =
    names.has(null) || columns.some(({ name, generation }) => names.has(name) && generation !== 'plain');
  return columns.map(({ name }) => name).filter((name) => isComputed || names.has(name));
}

function rank({ index }: UniqueKey): number {
  return index === 'PRIMARY' ? 0 : 1;
}
