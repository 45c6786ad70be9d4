import { type AppliedRow, formatMariadbGtid, type MariadbPosition } from '@cutover/databases/mysql-family';
import { transactionsText } from '../../../checks/texts/transactions-text.js';
import type { Meeting } from '../../snapshot/snapshot-dialect.js';

/**
 * Pure: the position that the rows of the position tables stand for. The row with the highest sub_id counts in each
 * domain; the server deletes older ones later.
 */
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
 * Pure: where a snapshot of the target stands compared with one of the source. Equal means the same GTID in every
 * domain of the source. `earlier` is where the target stood before the source's snapshot was taken. Domains that only
 * the target has do not come from the source: they must merely not have moved since `earlier`.
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
