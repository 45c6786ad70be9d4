import type { ComparedVariable, Comparison } from '../../compared-variable.js';

const setting = (name: string, why: string, compare: Comparison = 'text'): ComparedVariable => ({
  ...{ names: [name], why, compare, isDynamic: true },
});
const atRestart = (name: string, why: string, compare: Comparison = 'text'): ComparedVariable => ({
  ...setting(name, why, compare),
  isDynamic: false,
});
/** Chosen when the database is made. */
const ofDatabase = (name: string, why: string, compare: Comparison = 'text'): ComparedVariable => ({
  ...{ ...atRestart(name, why, compare), blocks: true },
});

/** Properties of the database, under names that no setting has. */
const database: readonly ComparedVariable[] = [
  ofDatabase(
    'encoding of the database',
    'Texts that the source stores cannot be stored, or are cut at another length.',
  ),
  ofDatabase('locale provider of the database', 'Texts sort and compare by the rules of another library (libc, ICU).'),
  ofDatabase(
    'collation of the database',
    'Texts sort and compare otherwise: ORDER BY, ranges and MIN give other rows.',
    'locale',
  ),
  ofDatabase(
    'character type of the database',
    'upper(), lower() and patterns take other characters for letters.',
    'locale',
  ),
  ofDatabase(
    'ICU locale of the database',
    'Texts sort and compare otherwise: ORDER BY, ranges and MIN give other rows.',
  ),
  ofDatabase(
    'ICU rules of the database',
    'Texts sort and compare otherwise: ORDER BY, ranges and MIN give other rows.',
  ),
  {
    ...atRestart(
      'collation version of the database',
      'The library that sorts texts is of another version: some texts sort otherwise. Indexes of the target were made by its own, so that no row is lost.',
    ),
  },
];

/** How statements are read, and values printed. */
const meaning: readonly ComparedVariable[] = [
  setting('search_path', 'Names without a schema lead to other tables, or to none.'),
  setting('standard_conforming_strings', 'A backslash in a text is itself, or begins an escape.'),
  setting('backslash_quote', "\\' in a text is taken or refused."),
  setting('escape_string_warning', 'Backslashes in texts warn, or do not.'),
  setting('array_nulls', 'NULL in the text of an array is NULL, or a word.'),
  setting('transform_null_equals', 'x = NULL is read as x IS NULL, or is not.'),
  setting('quote_all_identifiers', 'Names come quoted out of the catalog.'),
  setting('datestyle', 'Dates are printed, and read, in another order of day and month.'),
  setting('intervalstyle', 'Intervals are printed in another form.'),
  setting('bytea_output', 'bytea is printed in another form.'),
  setting('extra_float_digits', 'Numbers with a floating point are printed with other digits.'),
  setting('xmlbinary', 'Bytes in XML are written in another form.'),
  setting('xmloption', 'XML is read as a document, or as a part of one.'),
  setting('lc_monetary', 'Values of money are printed and read otherwise.', 'locale'),
  setting('lc_numeric', 'to_char() writes numbers otherwise.', 'locale'),
  setting('lc_time', 'to_char() writes names of months and days in another language.', 'locale'),
  setting('lc_messages', 'Messages come in another language: who reads them may not know them.', 'locale'),
  setting('timezone_abbreviations', 'Abbreviations of time zones mean other ones.'),
  setting('default_text_search_config', 'Searches that name no configuration find other rows.'),
  setting('default_table_access_method', 'New tables are stored otherwise.'),
  setting('default_toast_compression', 'New values are compressed otherwise.'),
  setting('gin_fuzzy_search_limit', 'Searches by a GIN index give fewer rows.'),
  setting('check_function_bodies', 'Functions with faults are refused when they are made, or when they run.'),
  setting('lo_compat_privileges', 'Rights on large objects are looked at, or not.'),
  setting('row_security', 'Rows that a policy hides are left out, or the statement is refused.'),
  setting('constraint_exclusion', 'Queries read more partitions than they must, or fewer.'),
];

/** What transactions promise. */
const transactions: readonly ComparedVariable[] = [
  setting('default_transaction_isolation', 'Transactions see other rows of each other, and fail otherwise.'),
  setting('default_transaction_read_only', 'Every transaction that writes is refused.'),
  setting('default_transaction_deferrable', 'Serializable transactions wait at their beginning, or do not.'),
  setting('synchronous_commit', 'A commit that was answered may be lost in a crash, or takes longer.'),
  atRestart('fsync', 'A crash of the machine can destroy the database where it is off.'),
  atRestart('full_page_writes', 'A crash of the machine can destroy pages where it is off.'),
  setting('session_replication_role', 'Triggers and foreign keys do not fire where it is not origin.'),
  atRestart('max_prepared_transactions', 'PREPARE TRANSACTION is refused, or fewer are taken.', 'at-least'),
  setting('synchronous_standby_names', 'Commits wait for a standby, or do not.'),
  atRestart('track_commit_timestamp', 'pg_xact_commit_timestamp() fails.'),
];

/** What ends or refuses statements. */
const limits: readonly ComparedVariable[] = [
  setting('statement_timeout', 'Statements are ended that the source lets run.', 'at-least-or-none'),
  setting('transaction_timeout', 'Transactions are ended that the source lets run.', 'at-least-or-none'),
  setting('lock_timeout', 'Statements give up sooner while they wait for a lock.', 'at-least-or-none'),
  setting('idle_in_transaction_session_timeout', 'Idle transactions are ended sooner.', 'at-least-or-none'),
  setting('idle_session_timeout', 'Idle connections of a pool are hung up on sooner.', 'at-least-or-none'),
  setting('client_connection_check_interval', 'Statements whose client is gone go on, or end.'),
  atRestart('max_connections', 'Fewer sessions are taken: the pools of the application are refused.', 'at-least'),
  atRestart(
    'max_locks_per_transaction',
    'Statements on many tables or partitions fail: out of shared memory.',
    'at-least',
  ),
  atRestart('max_pred_locks_per_transaction', 'Serializable transactions fail more often.', 'at-least'),
  setting('authentication_timeout', 'Logins that are slow are refused sooner.', 'at-least'),
  setting('temp_file_limit', 'Queries that sort much are ended that the source lets run.'),
];

/** Who may log in, and what code is there. */
const access: readonly ComparedVariable[] = [
  setting('password_encryption', 'New passwords are stored in another form, which old drivers may not know.'),
  setting('ssl', 'Connections over TLS are refused, or possible.'),
  setting('ssl_min_protocol_version', 'Clients that speak an older TLS cannot connect, or weaker ones can.'),
  atRestart('shared_preload_libraries', 'Extensions that need to be loaded at the start do not work.', 'set'),
  setting('session_preload_libraries', 'Libraries that each session loads are not there.', 'set'),
  setting('local_preload_libraries', 'Libraries that each session loads are not there.', 'set'),
  setting('dynamic_library_path', 'Functions in C are looked for in other places.'),
  setting('createrole_self_grant', 'Who makes a role gets other rights on it.'),
  setting('event_triggers', 'Event triggers fire, or do not.'),
];

/** Every setting of which it is known what follows from it, beside the time zone. A new one is a line here. */
export const comparedSettings: readonly ComparedVariable[] = [
  ...[...database, ...meaning, ...transactions],
  ...[...limits, ...access],
];

/** Those that the server shows to superusers and pg_read_all_settings only (GUC_SUPERUSER_ONLY). */
export const guardedSettings: readonly string[] = [
  ...['shared_preload_libraries', 'session_preload_libraries', 'dynamic_library_path'],
];
