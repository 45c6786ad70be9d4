/** What decides when the source deletes its binary logs. Each server has some of them. */
export const retentionStatement =
  "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_expire_logs_seconds', 'binlog_expire_logs_auto_purge', 'expire_logs_days', 'max_binlog_total_size')";
