import { transactionsText } from '../../checks/texts/transactions-text.js';
import type { Matching } from './match-snapshots.js';

/** Why the snapshots did not meet, in words. */
export function laggingReason({ position, transactions, isStopped }: Extract<Matching, { kind: 'behind' }>): string {
  const behind = `the target is ${transactionsText(transactions)} behind ${position}`;
  return isStopped
    ? `replication on the target is stopped, and ${behind}; start it, or see why it stopped with SHOW ALL SLAVES STATUS`
    : `${behind}, and did not reach it in time`;
}
