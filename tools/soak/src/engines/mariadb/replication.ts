import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '@cutover/lab';

/** Waits until both threads of the target run; false when they do not in this time. */
export async function isReplicating(lab: Lab, withinMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + withinMs;
  while (Date.now() < deadlineMs) {
    const { replication } = await lab.status();
    if (replication?.isReceiving && replication.isApplying) return true;
    await pause(100);
  }
  return false;
}

/** Waits until the target has applied everything; false when it does not in this time. */
export async function hasCaughtUp(lab: Lab, withinMs: number): Promise<boolean> {
  return lab.catchUp(withinMs).then(
    () => true,
    () => false,
  );
}
