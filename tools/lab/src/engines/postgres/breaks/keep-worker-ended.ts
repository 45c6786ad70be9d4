import { until } from '../../../deadline.js';
import { rowsOf } from '../admin.js';
import { subscriptionName } from '../replication.js';
import type { BreakableLab } from './lab-break.js';

/** Longer than a worker needs to be started again by a server that has not read the new setting yet. */
const quietMs = 3000;

/**
 * Ends the apply worker, and waits until none has come back. That none does is for the caller to see to: the server starts one
 * again after `wal_retrieve_retry_interval`.
 */
export async function keepWorkerEnded(lab: BreakableLab): Promise<void> {
  await lab.withAdmin('target', async (target) => {
    let quietSince = Date.now();
    const look = async (): Promise<true | undefined> => {
      const ended = await rowsOf(
        target,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_subscription WHERE subname = $1 AND pid IS NOT NULL',
        [subscriptionName],
      );
      if (ended.length > 0) quietSince = Date.now();
      return Date.now() - quietSince > quietMs ? true : undefined;
    };
    await until('the apply worker to stay away', look, { timeoutMs: 60_000 });
  });
}
