import type { FamilyEngine } from '@cutover/databases/mysql-family';

/** information_schema compares names without case; the caller keeps the rows whose names are exactly these. */
export const tableStatement =
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_TYPE AS kind, ENGINE AS engine, ' +
  "COALESCE(CREATE_OPTIONS, '') AS createOptions, CAST(CREATE_TIME AS CHAR) AS createdAt, " +
  'CAST(COALESCE(TABLE_ROWS, 0) AS CHAR) AS estimatedRows ' +
  'FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?';

export interface TableRow {
  db: string;
  name: string;
  kind: string;
  engine: string | null;
  createOptions: string;
  createdAt: string | null;
  estimatedRows: string;
}

/** Columns in order of definition. Those that the account may not read are left out by the server: see readableStatement. */
export const columnsStatement =
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS tableName, COLUMN_NAME AS name, DATA_TYPE AS dataType, ' +
  'COLUMN_TYPE AS columnType, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation, ' +
  'IS_NULLABLE AS isNullable, COLUMN_DEFAULT AS columnDefault, EXTRA AS extra, GENERATION_EXPRESSION AS expression, ' +
  'CAST(CHARACTER_OCTET_LENGTH AS CHAR) AS octetLength ' +
  'FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION';

export interface ColumnRow {
  db: string;
  tableName: string;
  name: string;
  dataType: string;
  columnType: string;
  charset: string | null;
  collation: string | null;
  isNullable: string;
  columnDefault: string | null;
  extra: string | null;
  expression: string | null;
  octetLength: string | null;
}

/** Unique indexes with their columns in key order, and whether the optimizer ignores them: they are unique all the same. */
export const uniqueKeysStatement: Record<FamilyEngine, string> = {
  mariadb: statementOf("''", 'IGNORED'),
  mysql: statementOf("COALESCE(EXPRESSION, '')", "IF(IS_VISIBLE = 'YES', 'NO', 'YES')"),
};

/** Servers before 10.6 have no ignored indexes, and no such column. */
export const oldUniqueKeysStatement = statementOf("''", "'NO'");

function statementOf(expression: string, ignored: string): string {
  return (
    'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS tableName, INDEX_NAME AS indexName, COLUMN_NAME AS name, ' +
    `CAST(SUB_PART AS CHAR) AS prefix, NULLABLE AS nullable, INDEX_TYPE AS type, ${expression} AS expression, ` +
    `${ignored} AS ignored FROM information_schema.STATISTICS ` +
    'WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0 ' +
    'ORDER BY INDEX_NAME, SEQ_IN_INDEX'
  );
}

export interface KeyPartRow {
  db: string;
  tableName: string;
  indexName: string;
  name: string | null;
  prefix: string | null;
  nullable: string;
  type: string;
  expression: string;
  /** YES: the optimizer leaves it aside, so it cannot be forced. */
  ignored: string;
}
