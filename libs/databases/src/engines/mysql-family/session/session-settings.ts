import type { FamilyEngine } from '../server-identity.js';

/**
 * What every session of ours sets before its first statement, whatever the engine. A server hands its own settings to
 * new sessions, globally or by `init_connect`, and many of them change what a statement means: with `autocommit = 0` a
 * pooled session would read its first snapshot for ever and hold a metadata lock that stops the application's ALTER;
 * with `sql_select_limit = 1` the list of tables would have one entry.
 */
export const sessionSettings: readonly string[] = [
  // First, because with RELEASE the ROLLBACK would hang up. The ROLLBACK ends a transaction that init_connect began.
  "SET SESSION completion_type = 'NO_CHAIN'",
  'ROLLBACK',
  // UTC, so that times compare across servers; one sql_mode on both sides, so that values print alike; no limit of rows
  // (a changed max_join_size switches sql_big_selects off, so it comes before); names quoted and messages in English,
  // since we read both; short lock waits, so that we never queue behind a user's DDL for long.
  'SET NAMES utf8mb4, SESSION autocommit = 1, ' +
    "time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', " +
    'sql_select_limit = 18446744073709551615, max_join_size = 18446744073709551615, sql_big_selects = 1, ' +
    'group_concat_max_len = 1048576, max_sort_length = 1024, div_precision_increment = 4, ' +
    "sql_auto_is_null = 0, sql_quote_show_create = 1, lc_messages = 'en_US', " +
    'lock_wait_timeout = 5, innodb_lock_wait_timeout = 5',
  // Read only, so that no defect of ours can write to a user's database. Repeatable read whatever the server's default
  // is: under READ UNCOMMITTED we would compare rows that nobody has committed.
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
];

/** The same for what one engine has and the other refuses. */
export const engineSettings: Record<FamilyEngine, string> = {
  // The server would hang up on a snapshot between two chunks (how long it may be idle: see below), and it would answer with
  // rows of the past.
  mariadb:
    'SET SESSION idle_readonly_transaction_timeout = 0, idle_write_transaction_timeout = 0, ' +
    'system_versioning_asof = DEFAULT, query_cache_type = OFF',
  // Figures of information_schema are up to a day old otherwise, and a key that the server made itself is not in the catalog.
  mysql:
    'SET SESSION information_schema_stats_expiry = 0 /*!80030 , show_gipk_in_create_table_and_information_schema = 1 */',
};

/**
 * A snapshot is idle while the other side runs a statement of the same limit, and so much longer at most. After that the
 * server ends it, with its transaction: when our whole machine is gone, nobody else would, and it would hold back purge, and
 * DDL on the tables it has read, until wait_timeout (8 hours).
 */
const idleMarginMs = 30_000;

const limitSettings: Record<FamilyEngine, (limitMs: number) => string> = {
  // Seconds with fractions; counts for every statement. The other: whole seconds, and counts in a transaction only.
  mariadb: (limitMs) =>
    `SET SESSION max_statement_time = ${limitMs / 1000}, ` +
    `idle_transaction_timeout = ${Math.ceil((limitMs + idleMarginMs) / 1000)}`,
  // Milliseconds; MySQL applies it to SELECT alone.
  mysql: (limitMs) => `SET SESSION max_execution_time = ${limitMs}`,
};

/**
 * Statement that makes the server end what runs longer than `limitMs`, and a transaction in which nothing is asked for much
 * longer. It is the net under our own KILL: it works even when this process dies or loses the network in the middle.
 */
export function serverLimitStatement(flavor: FamilyEngine, limitMs: number): string {
  return limitSettings[flavor](Math.ceil(limitMs));
}
