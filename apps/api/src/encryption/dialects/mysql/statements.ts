/** Settings that say what is encrypted. Each version has some of them. Needs no right. */
export const settingsStatement = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (
  'default_table_encryption', 'innodb_redo_log_encrypt', 'innodb_undo_log_encrypt', 'binlog_encryption', 'log_bin',
  'general_log', 'slow_query_log', 'require_secure_transport', 'audit_log_file', 'audit_log_encryption', 'audit_log_policy')`;

/** A variable as the server prints it. */
export interface VariableRow {
  Variable_name: string;
  Value: string;
}

/** The component that keeps the keys, from 8.0.24 on. Needs SELECT on this table. */
export const keyComponentStatement =
  'SELECT STATUS_KEY AS name, STATUS_VALUE AS value FROM performance_schema.keyring_component_status';

/** A line of it. */
export interface ComponentRow {
  name: string;
  value: string;
}

/** The plugin that keeps the keys where no component does. Needs no right. */
export const keyPluginStatement =
  "SELECT PLUGIN_NAME AS name FROM information_schema.PLUGINS WHERE PLUGIN_TYPE = 'KEYRING' AND PLUGIN_STATUS = 'ACTIVE'";

/** A tablespace of InnoDB. The names in it are those of people, and a partition is marked with `#p#`. */
export interface TablespaceRow {
  name: string;
  kind: string;
  sizeBytes: unknown;
  isEncrypted: unknown;
}

/**
 * All tablespaces but the one of temporary tables. The system tablespace is not among them: tables in it are named by the next
 * statement. Needs PROCESS.
 */
export const tablespacesStatement = `
  SELECT NAME AS name, SPACE_TYPE AS kind, FILE_SIZE AS sizeBytes, ENCRYPTION = 'Y' AS isEncrypted
  FROM information_schema.INNODB_TABLESPACES WHERE NAME <> 'innodb_temporary'`;

/** Tables in the system tablespace, which MySQL cannot encrypt. Needs PROCESS. */
export const systemTablesStatement =
  "SELECT NAME AS name FROM information_schema.INNODB_TABLES WHERE SPACE = 0 AND NAME LIKE '%/%'";

/** Tables outside InnoDB, as far as our account may see them. */
export const otherTablesStatement = `
  SELECT TABLE_SCHEMA AS databaseName, TABLE_NAME AS tableName, ENGINE AS engine FROM information_schema.TABLES
  WHERE TABLE_TYPE = 'BASE TABLE' AND COALESCE(ENGINE, '') <> 'InnoDB'
    AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')`;

/** Such a table. `engine` null: the server does not tell it. */
export interface OtherTableRow {
  databaseName: string;
  tableName: string;
  engine: string | null;
}

/** A file of the binary log; `Encrypted` from 8.0.14 on. */
export interface LogFileRow {
  Log_name: string;
  Encrypted?: string;
}
