import type { Engine } from '@cutover/contracts';

/**
 * What every session of ours sets before its first statement. UTC, so that times compare across servers; one sql_mode
 * on both sides, so that values print alike; short lock waits, so that we never queue behind a user's DDL for long;
 * read only, so that no defect of ours can write to a user's database. Repeatable read whatever the server's default is:
 * under READ UNCOMMITTED we would compare rows that nobody has committed.
 */
export const sessionSettings: readonly string[] = [
  "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', " +
    'lock_wait_timeout = 5, innodb_lock_wait_timeout = 5',
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
];

const limitSettings: Record<Engine, (limitMs: number) => string> = {
  // Seconds with fractions; counts for every statement.
  mariadb: (limitMs) => `SET SESSION max_statement_time = ${limitMs / 1000}`,
  // Milliseconds; MySQL applies it to SELECT alone.
  mysql: (limitMs) => `SET SESSION max_execution_time = ${limitMs}`,
};

/**
 * Statement that makes the server end what runs longer than `limitMs`. It is the net under our own KILL: it works even
 * when this process dies or loses the network in the middle.
 */
export function serverLimitStatement(flavor: Engine, limitMs: number): string {
  return limitSettings[flavor](Math.ceil(limitMs));
}
