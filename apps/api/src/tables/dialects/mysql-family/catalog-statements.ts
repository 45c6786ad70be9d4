import type { TableSelection } from '../../table-selection.js';
import type { Statement } from '../../tables-dialect.js';

/** Tables and views of the selection. */
export function tablesStatement(selection: TableSelection): Statement {
  const { sql, params } = condition(selection);
  // MariaDB's CREATE_TIME is that of the file of the definition, so any DDL but TRUNCATE changes it; so does a copy of the files.
  const columns =
    'TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_TYPE AS type, ENGINE AS engine, CAST(CREATE_TIME AS CHAR) AS changedAt';
  return { sql: `SELECT ${columns} FROM information_schema.TABLES WHERE ${sql}`, params };
}

/** Columns of all tables of the selection, in one question: one for each table would be thousands. */
export function columnsStatement(selection: TableSelection): Statement {
  const { sql, params } = condition(selection);
  const columns =
    'TABLE_SCHEMA AS db, TABLE_NAME AS name, COLUMN_NAME AS col, COLUMN_TYPE AS type, COLLATION_NAME AS collation';
  const order = 'TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION';
  return { sql: `SELECT ${columns} FROM information_schema.COLUMNS WHERE ${sql} ORDER BY ${order}`, params };
}

/** Parts of the unique keys of the selection. From STATISTICS: KEY_COLUMN_USAGE hides keys from accounts that may only read. */
export function uniqueKeysStatement(selection: TableSelection): Statement {
  const { sql, params } = condition(selection);
  const columns =
    "TABLE_SCHEMA AS db, TABLE_NAME AS name, INDEX_NAME AS keyName, COLUMN_NAME AS col, NULLABLE = 'YES' AS isNullable";
  const order = 'TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX';
  return {
    sql: `SELECT ${columns} FROM information_schema.STATISTICS WHERE NON_UNIQUE = 0 AND (${sql}) ORDER BY ${order}`,
    params,
  };
}

/** Servers test these two columns before they open a table, so that nothing outside the selection is touched. */
function condition({ databases, tables }: TableSelection): { sql: string; params: string[] } {
  const whole = databases.filter(canExist);
  const single = [...tables].map(([database, names]) => [database, names.filter(canExist)] as const);
  const parts = [
    ...(whole.length ? [{ sql: `TABLE_SCHEMA IN (${marks(whole)})`, params: whole }] : []),
    ...single
      .filter(([database, names]) => canExist(database) && names.length > 0)
      .map(([database, names]) => ({
        sql: `(TABLE_SCHEMA = ? AND TABLE_NAME IN (${marks(names)}))`,
        params: [database, ...names],
      })),
  ];
  if (parts.length === 0) return { sql: '1 = 0', params: [] };
  return { sql: parts.map(({ sql }) => sql).join(' OR '), params: parts.flatMap(({ params }) => params) };
}

/**
 * Identifiers hold the Basic Multilingual Plane only (MariaDB and MySQL manuals, identifier names). Asking for any other
 * name, such as one with an emoji, makes the server refuse the whole question: illegal mix of collations.
 */
function canExist(name: string): boolean {
  return !/[\u{10000}-\u{10FFFF}]/u.test(name);
}

function marks(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}
