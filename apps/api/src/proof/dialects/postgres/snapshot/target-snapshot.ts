import { setTimeout as pause } from 'node:timers/promises';
import type { DedicatedSession } from '@cutover/databases';
import { parseSnapshot, shows, type TransactionSnapshot, widenXid } from '@cutover/databases/postgres';
import { SnapshotsMissed } from '../../../snapshot/snapshot-failures.js';
import {
  appliedStatement,
  applyingStatement,
  beginSnapshot,
  preparedStatement,
  type PreparedRow,
  snapshotStatement,
} from './statements.js';
import type { Shown } from './pair-changes.js';
import { appliedOf, type FollowedSubscription } from './subscriptions.js';

const lookMs = 10_000;
/** Usually the first to third try succeeds; with several busy subscriptions it may take hundreds. */
const longestMs = 3_000;
const eagerTries = 100;

/** In this order, in one round trip. */
const statements = [
  'ROLLBACK',
  'BEGIN',
  appliedStatement,
  applyingStatement,
  preparedStatement,
  'COMMIT',
  beginSnapshot,
  snapshotStatement,
  appliedStatement,
];

/** A snapshot of the target, and what it holds of what was committed on the source. */
export interface TargetSnapshot extends Shown {
  /** Transactions that are prepared and that it does not show, by their 32-bit numbers on the source. */
  prepared: readonly number[];
}

/** Opens snapshots until one is exact. Rejects with SnapshotsMissed, or as the session does. */
export async function openExactSnapshot(
  target: DedicatedSession,
  subscriptions: readonly FollowedSubscription[],
): Promise<TargetSnapshot> {
  const endMs = performance.now() + longestMs;
  for (let tries = 1; performance.now() < endMs; tries++) {
    const snapshot = readTargetSnapshot(await target.batch(statements, { timeoutMs: lookMs }), subscriptions);
    if (snapshot !== null) return snapshot;
    if (tries > eagerTries) await pause(Math.random() * 4);
  }
  await target.batch(['ROLLBACK']);
  throw new SnapshotsMissed(
    'the target applies so many transactions that no snapshot of it was seen to stand between two of them',
  );
}

/**
 * Pure: reads the answers. The applied position moves before the transaction is visible, so it must be the same before and
 * after, and every transaction in which an apply worker was must be visible. null: not so.
 */
export function readTargetSnapshot(
  answers: readonly object[][],
  subscriptions: readonly FollowedSubscription[],
): TargetSnapshot | null {
  const [, , before, applying, prepared, , , shown, after] = answers;
  const applied = appliedOf(after);
  const first = appliedOf(before);
  if (subscriptions.some(({ origin }) => first.get(origin) !== applied.get(origin))) return null;
  const snapshot = parseSnapshot((shown?.[0] as { snapshot: string }).snapshot);
  if ((applying as { xid: string }[]).some(({ xid }) => !isVisible(snapshot, xid))) return null;
  const hidden = (prepared as PreparedRow[]).filter(({ xid }) => !isVisible(snapshot, xid));
  return { applied, upTo: null, prepared: hidden.map(({ gid }) => Number(gid.split('_').at(-1)) >>> 0) };
}

/** Locks name transactions by 32 bits. */
function isVisible(snapshot: TransactionSnapshot, xid: string): boolean {
  return shows(snapshot, widenXid(Number(xid), snapshot.xmax));
}
