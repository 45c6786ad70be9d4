import { waitUntilReplicating } from '../replication.js';
import type { BreakName } from './break-names.js';
import { keepWorkerEnded } from './keep-worker-ended.js';
import type { BreakableLab } from './lab-break.js';

/** Breaks under which nothing of the source comes to the target. */
export const standstills = [
  'subscription-disabled',
  'worker-killed',
  'apply-error',
  'slot-dropped',
  'slot-lost',
  'publisher-down',
  'subscriber-down',
] as const satisfies readonly BreakName[];

/** A mend may find a table that is being copied; a busy machine takes its time. */
const timeoutMs = 120_000;

/** Whether the target can follow the source, for all that is broken otherwise. */
export function canFollow(lab: BreakableLab): boolean {
  return !lab.isBroken(...standstills);
}

/** Waits until the target follows the source again, where the breaks still in force let it. */
export async function followAgain(lab: BreakableLab): Promise<void> {
  // A target that was started, and a subscription that was enabled, have begun a worker.
  if (lab.isBroken('worker-killed') && !lab.isBroken('subscriber-down')) await keepWorkerEnded(lab);
  if (canFollow(lab)) await waitUntilReplicating(lab, timeoutMs);
}
