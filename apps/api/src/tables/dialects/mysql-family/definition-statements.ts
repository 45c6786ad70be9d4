import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { TableSelection } from '../../table-selection.js';
import type { Statement } from '../../tables-dialect.js';
import { conditionOf } from './selection-condition.js';

/** What is read of each table: of one, or of a whole set. */
const tableList =
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_TYPE AS kind, ENGINE AS engine, ' +
  "COALESCE(CREATE_OPTIONS, '') AS createOptions, CAST(CREATE_TIME AS CHAR) AS createdAt, " +
  'CAST(COALESCE(TABLE_ROWS, 0) AS CHAR) AS estimatedRows, ROW_FORMAT AS storedFormat, TABLE_COLLATION AS collation, ' +
  'CAST(AUTO_INCREMENT AS CHAR) AS counter FROM information_schema.TABLES';

/** information_schema compares names without case; the caller keeps the rows whose names are exactly these. */
const isOne = 'WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?';

export const tableStatement = `${tableList} ${isOne}`;

export interface TableRow {
  db: string;
  name: string;
  kind: string;
  engine: string | null;
  createOptions: string;
  createdAt: string | null;
  estimatedRows: string;
  /** The row format in use, whether it was written or is the default. */
  storedFormat: string | null;
  /** Default collation of the table; null for a view. */
  collation: string | null;
  /** The next AUTO_INCREMENT; null where there is none. */
  counter: string | null;
}

const columnList =
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS tableName, COLUMN_NAME AS name, DATA_TYPE AS dataType, ' +
  'COLUMN_TYPE AS columnType, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation, ' +
  'IS_NULLABLE AS isNullable, COLUMN_DEFAULT AS columnDefault, EXTRA AS extra, GENERATION_EXPRESSION AS expression, ' +
  'CAST(CHARACTER_OCTET_LENGTH AS CHAR) AS octetLength, COLUMN_COMMENT AS comment FROM information_schema.COLUMNS';

/** Columns in order of definition. Those that the account may not read are left out by the server: see readableStatement. */
export const columnsStatement = `${columnList} ${isOne} ORDER BY ORDINAL_POSITION`;

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
  comment: string;
}

/** How the parts of an index are read: MariaDB has no indexes over expressions, and other words for one that is left aside. */
const keyLists: Record<FamilyEngine, string> = {
  mariadb: keyList("''", 'IGNORED'),
  mysql: keyList("COALESCE(EXPRESSION, '')", "IF(IS_VISIBLE = 'YES', 'NO', 'YES')"),
};

/** Servers before 10.6 have no ignored indexes, and no such column. */
const oldKeyList = keyList("''", "'NO'");

const isUniqueOne = `${isOne} AND NON_UNIQUE = 0 ORDER BY INDEX_NAME, SEQ_IN_INDEX`;

/** Unique indexes with their columns in key order, and whether the optimizer ignores them: they are unique all the same. */
export const uniqueKeysStatement: Record<FamilyEngine, string> = {
  mariadb: `${keyLists.mariadb} ${isUniqueOne}`,
  mysql: `${keyLists.mysql} ${isUniqueOne}`,
};

export const oldUniqueKeysStatement = `${oldKeyList} ${isUniqueOne}`;

/** The same of all tables of a selection, and every index: three questions, whatever the number of tables. */
export interface DefinitionStatements {
  tables: Statement;
  columns: Statement;
  keys: Statement;
  /** For a server that lacks a column of `keys`. */
  oldKeys: Statement;
}

export function definitionStatements(selection: TableSelection, engine: FamilyEngine): DefinitionStatements {
  const { sql, params } = conditionOf(selection);
  const of = (list: string, order = ''): Statement => ({ sql: `${list} WHERE (${sql})${order}`, params });
  const byKey = ' ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX';
  return {
    tables: of(tableList),
    columns: of(columnList, ' ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION'),
    keys: of(keyLists[engine], byKey),
    oldKeys: of(oldKeyList, byKey),
  };
}

function keyList(expression: string, ignored: string): string {
  return (
    'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS tableName, INDEX_NAME AS indexName, COLUMN_NAME AS name, ' +
    `CAST(SUB_PART AS CHAR) AS prefix, NULLABLE AS nullable, INDEX_TYPE AS type, ${expression} AS expression, ` +
    `${ignored} AS ignored, CAST(NON_UNIQUE AS CHAR) AS nonUnique, COLLATION AS direction, INDEX_COMMENT AS comment ` +
    'FROM information_schema.STATISTICS'
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
  /** `0`: unique. */
  nonUnique: string;
  /** `D`: descending. */
  direction: string | null;
  comment: string;
}
