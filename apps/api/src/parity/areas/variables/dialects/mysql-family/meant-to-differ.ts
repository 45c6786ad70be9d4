/**
 * Settings that two servers have each for itself: who they are, where their files are, how large their memory is, how they replicate
 * and encrypt, what they write down. None of them changes what a statement means. Each is the beginning of a name, up to a word.
 */
const groups: Readonly<Record<string, string>> = {
  identity:
    'server hostname port extra_port admin socket bind_address version protocol_version license build report init_rpl_role have system_time_zone uptime innodb_version immediate_server original_server pid_file mysqlx',
  place:
    'basedir datadir tmpdir innodb_data innodb_tmpdir innodb_undo innodb_temp innodb_directories plugin lc_messages_dir character_sets_dir init_file secure_file_priv slave_load replica_load',
  replication:
    'log binlog relay_log sync slave replica master gtid rpl replicate wsrep group_replication read_only super_read_only event_scheduler expire_logs max_binlog max_relay log_slave log_replica skip_slave skip_replica init_slave init_replica encrypt clone transaction_write_set source source_verify',
  encryption:
    'innodb_encrypt innodb_encryption innodb_default_encryption aria_encrypt file_key hashicorp aws keyring default_table_encryption table_encryption ssl tls tls_version caching_sha2_password sha256_password auto_generate_certs mysql_native_password_proxy named_pipe',
  memory:
    'innodb_buffer innodb_log innodb_ft_cache innodb_ft_result innodb_ft_total innodb_ft_sort innodb_sort innodb_redo innodb_page key_buffer key_cache aria myisam query_cache query_alloc query_prealloc join sort_buffer read_buffer read_rnd thread table_open table_definition table_cache open_files host_cache stored_program transaction_alloc transaction_prealloc bulk_insert preload tmp_memory temptable back_log max_delayed max_digest mrr net_buffer range_alloc range_optimizer tmp_disk metadata_locks large_pages locked_in_memory memlock max_session_mem global_connection connection_memory delayed_queue rowid_merge stack column_compression max_length_for_sort parser_max schema_definition tablespace_definition tmp_table max_rowid s3 rocksdb connect_work mroonga spider',
  performance:
    'innodb_adaptive innodb_io innodb_read innodb_write innodb_flush innodb_lru innodb_purge innodb_max innodb_stats innodb_thread innodb_spin innodb_sync innodb_concurrency innodb_commit innodb_change innodb_old innodb_open innodb_parallel innodb_prefix_index innodb_random innodb_numa innodb_doublewrite innodb_use innodb_defragment innodb_fill innodb_fast innodb_force_load innodb_file innodb_checksum innodb_scrub innodb_background innodb_immediate innodb_autoextend innodb_disable_sort innodb_idle innodb_dedicated innodb_extend innodb_deadlock innodb_fsync innodb_ddl innodb_api innodb_segment innodb_rollback_segments innodb_fatal innodb_validate innodb_ft_num innodb_print innodb_instant innodb_compression innodb_replication innodb_truncate innodb_online innodb_alter innodb_linux innodb_snapshot_file innodb_bulk innodb_data_file optimizer eq_range expensive_subquery in_predicate use_stat histogram analyze analyze_sample secondary_engine max_seeks max_write_lock deadlock_search deadlock_timeout concurrent_insert delay_key delayed_insert flush flush_time tcp net_retry progress_report port_open ft_query information_schema_stats slow_launch',
  observation:
    'performance_schema general_log slow_query log_queries long_query min_examined userstat feedback innodb_monitor innodb_status innodb_cmp innodb_ft_enable_diag innodb_ft_aux debug core_file profiling query_response gdb session_track userstat server_audit audit telemetry error_log note_verbosity',
};

const beginnings = Object.values(groups).flatMap((names) => names.split(' '));
const meant = new RegExp(`^(?:${beginnings.join('|')})(?:_|$)`);

/** Pure: whether two servers of a pair have this setting each for itself. */
export function isMeantToDiffer(name: string): boolean {
  return meant.test(name);
}
