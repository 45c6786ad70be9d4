import { setTimeout as delay } from 'node:timers/promises';
import type { DedicatedSession } from '@cutover/databases';
import type { HeldSnapshot } from '../../dump-dialect.js';

/** Transactions that write have so long to end. A dump is not held up for longer: then it has no position. */
const longestWaitMs = 5_000;
const askEveryMs = 100;
const bounds = { timeoutMs: 10_000 };

/**
 * A snapshot that holds everything whose commit lies below an LSN. Reading the LSN first is not enough on a primary: a transaction writes its
 * commit to the WAL a moment (with synchronous replication, any time) before it is visible, so that a snapshot may lack what lies below the
 * LSN. Each transaction that has written anything holds a lock on its own id until it is visible, or aborted. So those that hold one after the
 * LSN was read are waited for, and the snapshot comes then. pg_dump takes it over in its first seconds; our session may end after that. On a standby a commit is visible before `pg_last_wal_replay_lsn` passes it.
 */
export async function holdSnapshot(session: DedicatedSession): Promise<HeldSnapshot | null> {
  const [at] = await session.query<{ position: string | null; standby: boolean }>(
    `SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END::text AS position,
            pg_is_in_recovery() AS standby`,
    [],
    bounds,
  );
  const position = at?.position ?? null;
  if (position === null || (!at!.standby && !(await writersHaveEnded(session)))) return null;
  const [, rows] = await session.batch(
    ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', 'SELECT pg_export_snapshot() AS id'],
    bounds,
  );
  const [exported] = (rows ?? []) as { id: string }[];
  return exported === undefined ? null : { id: exported.id, position };
}

/** Whether every transaction that has written and is open now ends in time. */
async function writersHaveEnded(session: DedicatedSession): Promise<boolean> {
  const deadlineMs = performance.now() + longestWaitMs;
  let open = await writers(session);
  while (open.size > 0 && performance.now() < deadlineMs) {
    await delay(askEveryMs);
    const now = await writers(session);
    open = new Set([...open].filter((id) => now.has(id)));
  }
  return open.size === 0;
}

async function writers(session: DedicatedSession): Promise<Set<string>> {
  const rows = await session.query<{ id: string }>(
    `SELECT transactionid::text AS id FROM pg_locks
      WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted`,
    [],
    bounds,
  );
  return new Set(rows.map(({ id }) => id));
}
