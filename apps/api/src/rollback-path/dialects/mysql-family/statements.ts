import type { FamilyEngine } from '@cutover/databases/mysql-family';

/** What decides whether another server can replicate from this one, and for how long. Each server has some of them. */
export const settingsStatement =
  "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'log_slave_updates', 'log_replica_updates', 'binlog_format', 'binlog_row_image', 'binlog_expire_logs_seconds', 'expire_logs_days', 'binlog_expire_logs_auto_purge', 'max_binlog_total_size', 'server_id')";

/** Bit of a privilege mask in mysql.global_priv: REPLICATION SLAVE. Source: sql/privilege.h of MariaDB. */
const replicationBit = 524_288;

/** Accounts with the right to replicate that may come from another host. Rights through roles do not count: nobody takes one there. */
export const accountsStatements: Readonly<Record<FamilyEngine, string>> = {
  mariadb: `
    SELECT CONVERT(User USING utf8mb4) AS user, CONVERT(Host USING utf8mb4) AS host
    FROM mysql.global_priv
    WHERE CAST(COALESCE(JSON_VALUE(Priv, '$.access'), 0) AS UNSIGNED) & ${replicationBit} <> 0
      AND COALESCE(JSON_VALUE(Priv, '$.is_role'), 0) IN (0, 'false')
      AND COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0) IN (0, 'false')
      AND Host NOT IN ('localhost', '127.0.0.1', '::1')
    ORDER BY User, Host`,
  mysql: `
    SELECT CONVERT(User USING utf8mb4) AS user, CONVERT(Host USING utf8mb4) AS host
    FROM mysql.user
    WHERE Repl_slave_priv = 'Y' AND account_locked = 'N' AND Host NOT IN ('localhost', '127.0.0.1', '::1')
    ORDER BY User, Host`,
};

/** The narrowest right to read them. */
export const accountsRights: Readonly<Record<FamilyEngine, string>> = {
  mariadb: 'SELECT ON mysql.global_priv',
  mysql: 'SELECT ON mysql.user',
};

/** One account. */
export interface AccountRow {
  user: string;
  host: string;
}
