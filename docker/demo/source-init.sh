# Sourced by the MariaDB image on the first start of the source (so it is not executable).

# Accounts differ by side: they stay out of the binary log.
docker_process_sql <<SQL
SET sql_log_bin = 0;
CREATE USER replicator@'%' IDENTIFIED BY '$(</secrets/replication-password)';
GRANT REPLICATION SLAVE ON *.* TO replicator@'%';
CREATE USER cutover@'%' IDENTIFIED BY '$(</secrets/cutover-password)';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON shop.* TO cutover@'%';
GRANT BINLOG MONITOR ON *.* TO cutover@'%';
GRANT SELECT ON mysql.global_priv TO cutover@'%';
GRANT SELECT ON mysql.db TO cutover@'%';
GRANT SELECT ON mysql.tables_priv TO cutover@'%';
GRANT SELECT ON mysql.columns_priv TO cutover@'%';
GRANT SELECT ON mysql.procs_priv TO cutover@'%';
GRANT SELECT ON mysql.proxies_priv TO cutover@'%';
GRANT SELECT ON mysql.roles_mapping TO cutover@'%';
SQL

# The shop is written to the binary log, so the target receives all of it by replication.
docker_process_sql </demo/shop.sql
