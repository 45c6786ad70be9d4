# Sourced by the MariaDB image on the first start of the target (so it is not executable).

docker_process_sql <<SQL
SET sql_log_bin = 0;
CREATE USER cutover@'%' IDENTIFIED BY '$(</secrets/cutover-password)';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON shop.* TO cutover@'%';
GRANT SLAVE MONITOR ON *.* TO cutover@'%';
GRANT SELECT ON mysql.gtid_slave_pos TO cutover@'%';
GRANT SELECT ON mysql.global_priv TO cutover@'%';
GRANT SELECT ON mysql.db TO cutover@'%';
GRANT SELECT ON mysql.tables_priv TO cutover@'%';
GRANT SELECT ON mysql.columns_priv TO cutover@'%';
GRANT SELECT ON mysql.procs_priv TO cutover@'%';
GRANT SELECT ON mysql.proxies_priv TO cutover@'%';
GRANT SELECT ON mysql.roles_mapping TO cutover@'%';
SET GLOBAL gtid_slave_pos = '';
CHANGE MASTER TO MASTER_HOST = 'source', MASTER_USER = 'replicator',
  MASTER_PASSWORD = '$(</secrets/replication-password)',
  MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 5;
SQL
# Replication starts by itself when the server starts for good: this first server has no network.
