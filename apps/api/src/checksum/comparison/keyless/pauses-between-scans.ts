import type { Clock } from '../../../platform/clock.js';
import type { TableWork } from '../table-work.js';
import { waitWhileThrottled } from '../wait-while-throttled.js';
import { keylessBounds } from './keyless-bounds.js';
import { NamingOverTime } from './naming-time.js';

/**
 * What is done before each scan that names rows of a table without a key: it waits while the servers are busy, and rejects
 * with NamingOverTime once naming has taken all of its time. `release` lets go of the snapshots before a pause.
 */
export function pausesBetweenScans(
  work: TableWork,
  clock: Clock,
  release?: () => Promise<void>,
): { beforeScan: () => Promise<void> } {
  const { namingMs } = keylessBounds(work);
  let beganMs: number | null = null;
  return {
    beforeScan: async () => {
      await waitWhileThrottled(work, work.frame.signal, release);
      beganMs ??= clock.monotonicMs();
      if (clock.monotonicMs() - beganMs >= namingMs) throw new NamingOverTime(namingMs);
    },
  };
}
