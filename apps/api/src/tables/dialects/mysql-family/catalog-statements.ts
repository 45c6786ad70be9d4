import type { TableSelection } from '../../table-selection.js';
import type { Statement } from '../../tables-dialect.js';
import { conditionOf } from './selection-condition.js';

/** Tables and views of the selection. */
export function tablesStatement(selection: TableSelection): Statement {
  const { sql, params } = conditionOf(selection);
  // MariaDB's CREATE_TIME is that of the file of the definition, so any DDL but TRUNCATE changes it; so does a copy of the files.
  const columns =
    'TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_TYPE AS type, ENGINE AS engine, CAST(CREATE_TIME AS CHAR) AS changedAt';
  return { sql: `SELECT ${columns} FROM information_schema.TABLES WHERE ${sql}`, params };
}

/** Columns of all tables of the selection, in one question: one for each table would be thousands. */
export function columnsStatement(selection: TableSelection): Statement {
  const { sql, params } = conditionOf(selection);
  const columns =
    'TABLE_SCHEMA AS db, TABLE_NAME AS name, COLUMN_NAME AS col, COLUMN_TYPE AS type, COLLATION_NAME AS collation';
  const order = 'TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION';
  return { sql: `SELECT ${columns} FROM information_schema.COLUMNS WHERE ${sql} ORDER BY ${order}`, params };
}

/** Parts of the unique keys of the selection. From STATISTICS: KEY_COLUMN_USAGE hides keys from accounts that may only read. */
export function uniqueKeysStatement(selection: TableSelection): Statement {
  const { sql, params } = conditionOf(selection);
  const columns =
    "TABLE_SCHEMA AS db, TABLE_NAME AS name, INDEX_NAME AS keyName, COLUMN_NAME AS col, NULLABLE = 'YES' AS isNullable";
  const order = 'TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX';
  return {
    sql: `SELECT ${columns} FROM information_schema.STATISTICS WHERE NON_UNIQUE = 0 AND (${sql}) ORDER BY ${order}`,
    params,
  };
}
