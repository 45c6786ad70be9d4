import type { StatementRunnerLike } from '@cutover/databases';

/** What a repair script must know of its target. */
export interface RepairTarget {
  /** What distinguishes the server from others: the script refuses to run elsewhere. */
  system: string;
  database: string;
  /** Subscriptions of the database by their numbers: a source that the target was copied from has none of these. */
  subscriptions: readonly string[];
}

/** Answered from the catalog. */
const questionMs = 5_000;

const targetStatement = `
  SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system, current_database()::text AS database,
         (SELECT COALESCE(json_agg(s.oid::text ORDER BY s.oid), '[]') FROM pg_subscription s
          WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()))::text AS subscriptions`;

/** Reads it from the target; null when that cannot be asked. Rejects only when aborted. */
export async function readRepairTarget(
  target: StatementRunnerLike,
  _schema: string,
  _table: string,
  signal?: AbortSignal,
): Promise<RepairTarget | null> {
  try {
    const bounds = { timeoutMs: questionMs, signal };
    const [row] = await target.query<{ system: string; database: string; subscriptions: string }>(
      targetStatement,
      [],
      bounds,
    );
    return row === undefined ? null : { ...row, subscriptions: JSON.parse(row.subscriptions) as string[] };
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}
