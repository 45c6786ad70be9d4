/** Settings that say what is encrypted, and where the keys come from. Each server has some of them. Needs no right. */
export const settingsStatement = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (
  'innodb_encrypt_tables', 'innodb_encryption_threads', 'innodb_encryption_rotation_iops', 'innodb_encryption_rotate_key_age',
  'innodb_encrypt_log', 'innodb_encrypt_temporary_tables', 'encrypt_binlog', 'encrypt_tmp_files', 'encrypt_tmp_disk_tables',
  'aria_encrypt_tables', 'log_bin', 'general_log', 'slow_query_log', 'require_secure_transport',
  'server_audit_logging', 'server_audit_output_type')`;

/** A variable as the server prints it. */
export interface VariableRow {
  Variable_name: string;
  Value: string;
}

/** The plugin that keeps the keys; no row: none is active, and nothing can be encrypted. Needs no right. */
export const keyPluginStatement =
  "SELECT PLUGIN_NAME AS name FROM information_schema.PLUGINS WHERE PLUGIN_TYPE = 'ENCRYPTION' AND PLUGIN_STATUS = 'ACTIVE'";

/**
 * A name in two parts, as people write it. The server keeps each encoded for the file system (`odd@0020name`), and marks
 * a partition with `#P#`; a raw `#` stands in no encoded name. `#sql…` is a table of a statement that is running, which has none.
 */
const databaseOf = (name: string): string =>
  `CONVERT(CONVERT(CAST(SUBSTRING_INDEX(${name}, '/', 1) AS BINARY) USING filename) USING utf8mb4)`;
const tableOf = (name: string): string =>
  `NULLIF(CONVERT(CONVERT(CAST(SUBSTRING_INDEX(SUBSTRING(${name}, LOCATE('/', ${name}) + 1), '#', 1) AS BINARY) USING filename) USING utf8mb4), '')`;

/** A tablespace, with what is told of its encryption: null where nothing is. Numbers may come as text. */
export interface TablespaceRow {
  space: unknown;
  name: string;
  databaseName: string | null;
  tableName: string | null;
  sizeBytes: unknown;
  scheme: unknown;
  minKeyVersion: unknown;
  currentKeyVersion: unknown;
  keyId: unknown;
  pagesDone: unknown;
  pages: unknown;
  isRotating: unknown;
}

const encryptionColumns = `e.ENCRYPTION_SCHEME AS scheme, e.MIN_KEY_VERSION AS minKeyVersion, e.CURRENT_KEY_VERSION AS currentKeyVersion,
  e.CURRENT_KEY_ID AS keyId, e.KEY_ROTATION_PAGE_NUMBER AS pagesDone, e.KEY_ROTATION_MAX_PAGE_NUMBER AS pages,
  e.ROTATING_OR_FLUSHING AS isRotating`;
const nameColumns = (name: string): string =>
  `${name} AS name, IF(LOCATE('/', ${name}) > 0, ${databaseOf(name)}, NULL) AS databaseName, IF(LOCATE('/', ${name}) > 0, ${tableOf(name)}, NULL) AS tableName`;

/**
 * Every tablespace, whether anything is told of its encryption or not: INNODB_TABLESPACES_ENCRYPTION leaves out those that no
 * thread has begun with, so that it alone would always say that all of them are encrypted. Before 10.8 the list of tablespaces
 * leaves out the system and undo tablespaces, which are added from the other side. Needs PROCESS.
 */
export const tablespacesStatement = `
  SELECT t.SPACE AS space, ${nameColumns('t.NAME')}, t.FILE_SIZE AS sizeBytes, ${encryptionColumns}
  FROM information_schema.INNODB_SYS_TABLESPACES t
  LEFT JOIN information_schema.INNODB_TABLESPACES_ENCRYPTION e ON e.SPACE = t.SPACE
  UNION ALL
  SELECT e.SPACE, ${nameColumns("COALESCE(e.NAME, IF(e.SPACE = 0, 'innodb_system', CONCAT('space ', e.SPACE)))")}, NULL, ${encryptionColumns}
  FROM information_schema.INNODB_TABLESPACES_ENCRYPTION e
  LEFT JOIN information_schema.INNODB_SYS_TABLESPACES t ON t.SPACE = e.SPACE
  WHERE t.SPACE IS NULL`;

/** A table outside InnoDB that our account may see. `engine` null: the server does not tell it. */
export interface OtherTableRow {
  databaseName: string;
  tableName: string;
  engine: string | null;
}

/**
 * Tables outside InnoDB, as far as our account may see them. The server reads definitions for it and opens no table: with
 * CREATE_OPTIONS or ROW_FORMAT it would open every one.
 */
export const otherTablesStatement = `
  SELECT TABLE_SCHEMA AS databaseName, TABLE_NAME AS tableName, ENGINE AS engine
  FROM information_schema.TABLES
  WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
    AND COALESCE(TABLE_TYPE, '') NOT IN ('VIEW', 'SYSTEM VIEW', 'TEMPORARY', 'TEMPORARY SEQUENCE')
    AND COALESCE(ENGINE, '') <> 'InnoDB'`;

/** What a table was made with. */
export interface OptionsRow {
  databaseName: string;
  tableName: string;
  rowFormat: string | null;
  options: string | null;
}

/** The options of so many tables, each of which the server opens. Parameters: database and table of each. */
export function optionsStatement(count: number): string {
  const one = `SELECT TABLE_SCHEMA AS databaseName, TABLE_NAME AS tableName, ROW_FORMAT AS rowFormat, CREATE_OPTIONS AS options
    FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?`;
  return Array.from({ length: count }, () => one).join(' UNION ALL ');
}

/** A file of the binary log. Size in bytes. */
export interface LogFileRow {
  Log_name: string;
  File_size: unknown;
}

/** The first events of a file: an encrypted one says `Start_encryption` second. Needs BINLOG MONITOR (MariaDB from 10.5.2). */
export const firstEventsStatement = 'SHOW BINLOG EVENTS IN ? LIMIT 2';

/** How often something was RESET, and for how many seconds the server runs. Needs no right. */
export const sinceStartStatement = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_reset', 'Uptime')";

/** An event of the binary log. */
export interface EventRow {
  Event_type: string;
}
