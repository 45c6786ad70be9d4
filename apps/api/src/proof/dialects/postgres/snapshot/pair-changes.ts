import { shows, type TransactionSnapshot, widenXid } from '@cutover/databases/postgres';
import type { Applied, FollowedSubscription, FollowedTables } from './subscriptions.js';
import { tableText } from './subscriptions.js';
import type { LoggedTransaction, LostRows, RowChange } from './transaction-log.js';

/** What happened to one table between the source's snapshot and that of the target. */
export interface ChangedTable {
  changes: RowChange[];
  /** Changes of which it is not known whether the target's snapshot shows them. */
  unsure: RowChange[];
  lost: LostRows | null;
}

/** What the snapshot of the target holds: all up to `applied`, by origin, and nothing beyond `upTo`; null: nothing beyond `applied`. */
export interface Shown {
  applied: Applied;
  upTo: bigint | null;
}

/** Pure: whether a snapshot of the source shows a transaction of the stream. */
export function isShown(snapshot: TransactionSnapshot, { xid }: Pick<LoggedTransaction, 'xid'>): boolean {
  return shows(snapshot, widenXid(xid, snapshot.xmax));
}

/**
 * Pure: up to where each subscription must have applied so that the target holds all that the snapshot of the source shows, by
 * origin. `before`: what earlier snapshots needed.
 */
export function neededPositions(
  transactions: readonly LoggedTransaction[],
  snapshot: TransactionSnapshot,
  { byTable }: FollowedTables,
  before: Applied,
): Applied {
  const needed = new Map(before);
  for (const transaction of transactions) {
    if (!isShown(snapshot, transaction)) continue;
    for (const { relation } of transaction.tables.values()) {
      const owner = ownerOf(byTable.get(tableText(relation.schema, relation.table)));
      // Where two subscriptions write a table, or one leaves out what came from elsewhere, neither need ever come to it.
      if (owner === null || (owner.isLocalOnly && transaction.isForeign)) continue;
      if (transaction.endLsn > (needed.get(owner.origin) ?? 0n)) needed.set(owner.origin, transaction.endLsn);
    }
  }
  return needed;
}

/**
 * Pure: what the target has applied, or may have, and the snapshot of the source does not show, by the OID of the table on the
 * source. What the source's snapshot shows, the target has applied by then.
 */
export function changesBetween(
  transactions: readonly LoggedTransaction[],
  snapshot: TransactionSnapshot,
  { byTable }: FollowedTables,
  { applied, upTo }: Shown,
): Map<number, ChangedTable> {
  const changed = new Map<number, ChangedTable>();
  for (const transaction of transactions) {
    if (isShown(snapshot, transaction)) continue;
    for (const [oid, { relation, changes, lost }] of transaction.tables) {
      const owner = ownerOf(byTable.get(tableText(relation.schema, relation.table)));
      if (owner === null) continue;
      const certain = applied.get(owner.origin) ?? 0n;
      if (transaction.endLsn > (upTo ?? certain)) continue;
      const known = changed.get(oid) ?? { changes: [], unsure: [], lost: null };
      (transaction.endLsn > certain ? known.unsure : known.changes).push(...changes);
      known.lost ??= lost;
      changed.set(oid, known);
    }
  }
  return changed;
}

function ownerOf(owners: readonly FollowedSubscription[] = []): FollowedSubscription | null {
  return owners.length === 1 ? owners[0]! : null;
}
