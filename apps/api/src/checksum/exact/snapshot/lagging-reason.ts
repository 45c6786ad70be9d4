import type { Matching } from './match-snapshots.js';

/** Why nothing was proved, in words. */
export function laggingReason({ position, transactions, isStopped }: Extract<Matching, { kind: 'behind' }>): string {
  const behind = `the target is ${transactions} transactions behind ${position}`;
  return isStopped
    ? `Not proved: replication on the target is stopped, and ${behind}; start it, or see why it stopped with SHOW ALL SLAVES STATUS`
    : `Not proved: ${behind}, and did not reach it in time`;
}
