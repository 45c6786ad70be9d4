import { formatCount } from '../../format/figures.js';
import type { WritesSince } from '@cutover/contracts';

/** `Unknown`, `None`, `1 transaction`, `At least 12 transactions`: unknown is never none. */
export function writesText({ transactions, isLowerBound }: Pick<WritesSince, 'transactions' | 'isLowerBound'>): string {
  if (transactions === null) return 'Unknown';
  if (transactions === '0') return isLowerBound ? 'None seen, perhaps some' : 'None';
  const count = formatCount(Number(transactions), 'transaction');
  return isLowerBound ? `At least ${count}` : count;
}
