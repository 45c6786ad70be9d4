import { type AppliedRow, formatMariadbGtid, type MariadbPosition } from '@cutover/databases/mysql-family';
import { transactionsText } from '../../../checks/texts/transactions-text.js';
import type { Meeting } from '../../snapshot/snapshot-dialect.js';

/** Pure. Of each domain the row with the highest sub_id: older ones are deleted later, in the background. */
export function appliedPositionOf(rows: readonly AppliedRow[]): MariadbPosition {
  const newest = new Map<string, AppliedRow>();
  for (const row of rows) {
    const other = newest.get(row.domain);
    if (!other || BigInt(other.subId) < BigInt(row.subId)) newest.set(row.domain, row);
  }
  return new Map(
    [...newest].map(([domain, { serverId, sequence }]) => [domain, { domain, serverId, sequence: BigInt(sequence) }]),
  );
}

/**
 * Pure: where a snapshot of the target stands beside one of the source. Equal means the very same GTID in every domain of the source. `earlier` is where
 * the target stood before the source's snapshot was taken: domains that only the target has come from elsewhere, and must
 * merely not have moved since.
 */
export function comparePositions(source: MariadbPosition, target: MariadbPosition, earlier: MariadbPosition): Meeting {
  let transactions = 0n;
  for (const [domain, gtid] of source) {
    const applied = target.get(domain);
    const missing = gtid.sequence - (applied?.sequence ?? 0n);
    if (missing < 0n) return { kind: 'past' };
    if (missing > 0n) transactions += missing;
    else if (applied === undefined || applied.serverId !== gtid.serverId) return { kind: 'past' };
  }
  for (const [domain, gtid] of target) {
    if (source.has(domain)) continue;
    const known = earlier.get(domain);
    if (known === undefined || formatMariadbGtid(known) !== formatMariadbGtid(gtid)) return { kind: 'past' };
  }
  return transactions === 0n
    ? { kind: 'equal' }
    : { kind: 'behind', distance: transactions, text: transactionsText(transactions) };
}
