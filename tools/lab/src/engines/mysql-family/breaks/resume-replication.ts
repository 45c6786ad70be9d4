import { waitUntilReplicating } from '../replication.js';
import type { BreakableLab } from './lab-break.js';

/** Starts both threads and waits until they run, as far as the breaks still in force allow it. */
export async function resumeReplication(lab: BreakableLab): Promise<void> {
  if (lab.isBroken('replica-stopped', 'target-down')) return;
  await lab.withAdmin('target', async (target) => {
    // A receiver that has lost its source waits before it tries again; a new one tries at once.
    await target.query('STOP SLAVE IO_THREAD');
    await target.query('START SLAVE');
    if (!lab.isBroken('replica-broken', 'receiver-dead', 'source-down')) await waitUntilReplicating(target);
  });
}
