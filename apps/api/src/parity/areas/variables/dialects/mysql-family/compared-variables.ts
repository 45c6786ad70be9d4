import type { ComparedVariable, Comparison } from '../../compared-variable.js';

type Names = ComparedVariable['names'] | string;
type More = Partial<Pick<ComparedVariable, 'isDynamic' | 'absent' | 'blocks'>>;

const variable = (names: Names, why: string, compare: Comparison = 'text', more: More = {}): ComparedVariable => ({
  ...{ names: typeof names === 'string' ? [names] : names, why, compare, isDynamic: true },
  ...more,
});
const fixed: More = { isDynamic: false };

/** How statements are read, and values stored. */
const meaning: readonly ComparedVariable[] = [
  variable('sql_mode', 'Statements that the source takes are refused, or values are cut that it refused.', 'set'),
  variable('old_mode', 'Old behaviour of earlier versions is on or off: statements mean something else.', 'set'),
  variable('sql_auto_is_null', 'WHERE id IS NULL finds the last inserted row, or does not.'),
  variable('sql_safe_updates', 'UPDATE and DELETE without a key are refused, or run.'),
  variable('div_precision_increment', 'Divisions have another number of decimals.'),
  variable('group_concat_max_len', 'GROUP_CONCAT cuts its result at another length.'),
  variable('max_sort_length', 'Long texts are sorted by more or fewer of their bytes.'),
  variable('default_week_format', 'WEEK() counts weeks another way.'),
  variable('lc_time_names', 'DATE_FORMAT() and DAYNAME() speak another language.'),
  variable('block_encryption_mode', 'AES_DECRYPT() cannot read what was encrypted before.'),
  variable('explicit_defaults_for_timestamp', 'New TIMESTAMP columns have another DEFAULT, and take NULL otherwise.'),
  variable('updatable_views_with_limit', 'UPDATE of a view with LIMIT is refused, or runs.'),
  variable('default_regex_flags', 'REGEXP matches other texts.', 'set'),
  variable('standard_compliant_cte', 'Recursive queries are taken or refused otherwise.'),
  variable('sysdate_is_now', 'SYSDATE() is the time of the statement, or of its call.'),
  variable('windowing_use_high_precision', 'Window functions count with other decimals.'),
  variable('low_priority_updates', 'Writes wait for reads, or do not (MyISAM, MEMORY).'),
  variable('system_versioning_alter_history', 'ALTER of a table that keeps its history is refused, or changes it.'),
  variable('sql_big_selects', 'Queries that read very many rows are refused, or run.'),
  variable('init_connect', 'Sessions of ordinary accounts begin with other settings.'),
];

/** Character sets and names. */
const names: readonly ComparedVariable[] = [
  variable(['character_set_server', 'character_set_database'], 'New databases have another character set.', 'charset'),
  variable('character_set_client', 'Texts of clients that name no character set are read otherwise.', 'charset'),
  variable('character_set_connection', 'Literals of clients that name no character set get another one.', 'charset'),
  variable('character_set_results', 'Clients that name no character set get texts in another one.', 'charset'),
  variable('character_set_filesystem', 'Names of files in LOAD DATA and LOAD_FILE() are read otherwise.', 'charset'),
  variable(
    'collation_connection',
    'Literals of clients that name no character set compare and sort another way.',
    'charset',
  ),
  variable(['collation_server', 'collation_database'], 'New databases compare and sort texts another way.', 'charset'),
  variable(
    'character_set_collations',
    'A character set named without a collation gets another one: texts compare and sort another way.',
    'set',
    { absent: '' },
  ),
  variable(
    'default_collation_for_utf8mb4',
    'Texts of utf8mb4 without a named collation compare and sort another way.',
    'charset',
  ),
  variable(
    'lower_case_table_names',
    'Statements that write the name of a table in another case find it on one side only. It is chosen when a data directory is made (MySQL), or needs every table renamed (MariaDB): make the target anew with the value of the source.',
    'text',
    { isDynamic: false, blocks: true },
  ),
];

/** Transactions, keys and tables. */
const transactions: readonly ComparedVariable[] = [
  variable(
    ['transaction_isolation', 'tx_isolation'],
    'Transactions see other rows of each other, and lock more or less.',
  ),
  variable('innodb_snapshot_isolation', 'Transactions fail where their snapshot is too old, or read and write on.'),
  variable('innodb_table_locks', 'LOCK TABLES locks rows of InnoDB, too, or does not.'),
  variable(['transaction_read_only', 'tx_read_only'], 'Transactions cannot write.'),
  variable('autocommit', 'What is not committed by the application is lost, or cannot be rolled back.'),
  variable('completion_type', 'COMMIT begins a new transaction, or hangs up.'),
  variable(
    'innodb_rollback_on_timeout',
    'A lock wait that times out undoes the statement, or the transaction.',
    'text',
    fixed,
  ),
  variable('innodb_strict_mode', 'New tables with options that do not fit are refused, or get others.'),
  variable('innodb_default_row_format', 'New tables take longer or shorter keys.'),
  variable(
    ['default_storage_engine', 'storage_engine'],
    'New tables have another engine: other locks, no transactions perhaps.',
  ),
  variable('default_tmp_storage_engine', 'Temporary tables have another engine.'),
  variable('enforce_storage_engine', 'New tables with another engine are refused.', 'text', { absent: '' }),
  variable('innodb_force_primary_key', 'New tables without a key are refused.', 'text'),
  variable('sql_require_primary_key', 'New tables without a key are refused.'),
  variable('sql_generate_invisible_primary_key', 'Tables without a key get a hidden column, or do not.'),
  variable('restrict_fk_on_non_standard_key', 'Foreign keys to what is not unique are refused.'),
  variable('foreign_key_checks', 'Rows without their parent are taken.'),
  variable('unique_checks', 'Duplicates in secondary unique keys can slip in.'),
  variable('check_constraint_checks', 'Rows that break a CHECK are taken.'),
  variable('auto_increment_increment', 'New rows get numbers in other steps: two writers may collide.'),
  variable('auto_increment_offset', 'New rows get numbers that begin elsewhere: two writers may collide.'),
  variable(
    'innodb_autoinc_lock_mode',
    'Numbers of a statement that inserts many rows are consecutive, or not.',
    'text',
    fixed,
  ),
];

/** Full-text search: what is indexed at all. */
const fullText: readonly ComparedVariable[] = [
  variable(
    'ft_min_word_len',
    'Short words are found, or not (MyISAM, Aria). Rebuild FULLTEXT indexes afterwards.',
    'text',
    fixed,
  ),
  variable(
    'ft_max_word_len',
    'Long words are found, or not (MyISAM, Aria). Rebuild FULLTEXT indexes afterwards.',
    'text',
    fixed,
  ),
  variable(
    'ft_stopword_file',
    'Other words are never found (MyISAM, Aria). Rebuild FULLTEXT indexes afterwards.',
    'text',
    fixed,
  ),
  variable('ft_boolean_syntax', 'Signs in a search mean something else.'),
  variable(
    'innodb_ft_min_token_size',
    'Short words are found, or not. Rebuild FULLTEXT indexes afterwards.',
    'text',
    fixed,
  ),
  variable(
    'innodb_ft_max_token_size',
    'Long words are found, or not. Rebuild FULLTEXT indexes afterwards.',
    'text',
    fixed,
  ),
  variable('innodb_ft_enable_stopword', 'Frequent words are found, or not. Rebuild FULLTEXT indexes afterwards.'),
  variable('innodb_ft_server_stopword_table', 'Other words are never found. Rebuild FULLTEXT indexes afterwards.'),
  variable('ngram_token_size', 'Words are cut into other pieces. Rebuild FULLTEXT indexes afterwards.', 'text', fixed),
];

/** What statements and connections are refused or ended for. */
const limits: readonly ComparedVariable[] = [
  variable('max_allowed_packet', 'Rows and statements that the source takes are refused as too large.', 'at-least'),
  variable('max_connections', 'Connections that the source takes are refused.', 'at-least'),
  variable('max_user_connections', 'An account has fewer connections.', 'at-least-or-none'),
  variable('max_prepared_stmt_count', 'Statements cannot be prepared.', 'at-least'),
  variable('max_statement_time', 'Statements are ended that the source lets run.', 'at-least-or-none'),
  variable('max_execution_time', 'Queries are ended that the source lets run.', 'at-least-or-none'),
  variable('wait_timeout', 'Idle connections of a pool are hung up on sooner.', 'at-least'),
  variable('interactive_timeout', 'Idle sessions of people are hung up on sooner.', 'at-least'),
  variable('idle_transaction_timeout', 'Idle transactions are ended sooner.', 'at-least-or-none'),
  variable('idle_write_transaction_timeout', 'Idle transactions that wrote are ended sooner.', 'at-least-or-none'),
  variable('lock_wait_timeout', 'DDL gives up sooner while it waits for others.', 'at-least'),
  variable('innodb_lock_wait_timeout', 'Statements give up sooner while they wait for a row.', 'at-least'),
  variable('max_sp_recursion_depth', 'Procedures that call themselves fail sooner.', 'at-least'),
  variable('max_recursive_iterations', 'Recursive queries end sooner, with fewer rows.', 'at-least'),
  variable('cte_max_recursion_depth', 'Recursive queries fail sooner.', 'at-least'),
  variable('max_join_size', 'Queries that read very many rows are refused.', 'at-least'),
  variable('max_heap_table_size', 'MEMORY tables are full with fewer rows.', 'at-least'),
  variable('max_error_count', 'SHOW WARNINGS tells of fewer errors.', 'at-least'),
  variable('max_connect_errors', 'A host that fails to connect is locked out sooner.', 'at-least'),
  variable('max_password_errors', 'An account is locked out sooner after wrong passwords.', 'at-least'),
  variable('connect_timeout', 'Connections that are slow to begin are refused sooner.', 'at-least'),
  variable('net_read_timeout', 'Connections that send slowly are hung up on sooner.', 'at-least'),
  variable('net_write_timeout', 'Connections that receive slowly are hung up on sooner.', 'at-least'),
  variable('sql_select_limit', 'Queries return fewer rows.', 'at-least'),
];

/** Who may log in, and what accounts may do. */
const access: readonly ComparedVariable[] = [
  variable('require_secure_transport', 'Connections without TLS are refused, or taken.'),
  variable('tls_version', 'Clients that speak an older TLS cannot connect, or weaker ones can.', 'set', fixed),
  variable('skip_name_resolve', 'Accounts whose host is a name cannot log in where it is ON.', 'text', fixed),
  variable('log_bin_trust_function_creators', 'CREATE FUNCTION is refused to accounts without SUPER.'),
  variable('local_infile', 'LOAD DATA LOCAL is refused, or runs.'),
  variable('disconnect_on_expired_password', 'Sessions with an expired password are ended, or can set a new one.'),
  variable('default_password_lifetime', 'Passwords expire sooner or later.'),
  variable('authentication_policy', 'New accounts log in another way.'),
  variable('mandatory_roles', 'Every account has other roles.', 'set'),
  variable('activate_all_roles_on_login', 'Roles that were granted are active at login, or need SET ROLE.'),
  variable('partial_revokes', 'Names of databases in GRANT are patterns, or not.'),
];

/**
 * Every setting of which it is known what follows from it, beside the time zone, which is compared by the times that it makes. A new
 * one is a line here. All others are told of together, but for those of meant-to-differ.ts.
 */
export const comparedVariables: readonly ComparedVariable[] = [
  ...[...meaning, ...names, ...transactions],
  ...[...fullText, ...limits, ...access],
];
