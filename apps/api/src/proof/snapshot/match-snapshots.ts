import {
  appliedPositionStatement,
  countedPositionStatement,
  holdsPosition,
  type AppliedRow,
} from '../../connections/position-tables.js';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.js';
import { parseMariadbPosition, type MariadbPosition } from '../../replication/mariadb-gtid.js';
import type { WaitOutcome } from '../../replication/replication-position.service.js';
import { appliedPositionOf, meet } from './applied-position.js';
import { SnapshotImpossible, SnapshotsMissed, type PairSessions } from './open-sessions.js';
import { Pursuit } from './pursuit.js';
import { openSourceSnapshot } from './source-snapshot.js';

/** What came of trying to bring two snapshots to one position. */
export type Matching =
  | { kind: 'matched'; position: string; attempts: number }
  /** The target did not come. `isStopped`: replication there does not run. */
  | { kind: 'behind'; position: string; transactions: bigint; isStopped: boolean };

export interface MatchBounds {
  waitMs: number;
  /** Waits a while for the target, and notices when replication does not run; asked when nothing moves. */
  waitForTarget: (position: string) => Promise<WaitOutcome>;
  clock: Clock;
  signal: AbortSignal;
}

/** Bound of one round trip; each is a matter of a millisecond. */
const lookMs = 10_000;
/** A position that moves at every one of so many looks is written faster than we can read it. */
const mostAttempts = 2_000;

/**
 * Brings a snapshot of the source and one of the target to the same GTID position, reading only. On success both sessions
 * hold their snapshots; otherwise neither does. Rejects with SnapshotImpossible, SnapshotsMissed, when aborted, or as the sessions do.
 */
export async function matchSnapshots(sessions: PairSessions, bounds: MatchBounds): Promise<Matching> {
  const { clock, signal } = bounds;
  const startMs = clock.monotonicMs();
  let foreign = await lookAtTarget(sessions);
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const snapshot = await openSourceSnapshot(sessions.source, lookMs);
    if (snapshot.kind === 'impossible') throw new SnapshotImpossible(snapshot.reason);
    if (snapshot.kind === 'exact') {
      const wanted = parseMariadbPosition(snapshot.position);
      const found = await pursue(sessions, { wanted, position: snapshot.position, foreign }, bounds, startMs);
      if (found.kind === 'equal') return { kind: 'matched', position: snapshot.position, attempts: attempt };
      if (found.kind === 'behind') {
        await releaseSnapshots(sessions);
        return { ...found, position: snapshot.position };
      }
      foreign = found.target;
    } else foreign = await lookAtTarget(sessions);
    if (attempt >= mostAttempts || clock.monotonicMs() - startMs > bounds.waitMs) {
      await releaseSnapshots(sessions);
      throw new SnapshotsMissed(
        `the target went past every one of ${attempt} snapshots of the source: too many writes for two snapshots to meet`,
      );
    }
  }
}

/** Ends both snapshots; the connections stay. */
export async function releaseSnapshots({ source, target }: Pick<PairSessions, 'source' | 'target'>): Promise<void> {
  await Promise.all([source, target].map((session) => session.isOpen && session.batch(['ROLLBACK'])));
}

type Pursued =
  | { kind: 'equal' }
  | { kind: 'past'; target: MariadbPosition }
  | { kind: 'behind'; transactions: bigint; isStopped: boolean };

interface Goal {
  wanted: MariadbPosition;
  /** The same as the server printed it. */
  position: string;
  foreign: MariadbPosition;
}

async function pursue(
  sessions: PairSessions,
  { wanted, position, foreign }: Goal,
  { waitMs, waitForTarget, clock, signal }: MatchBounds,
  startMs: number,
): Promise<Pursued> {
  const pursuit = new Pursuit();
  for (;;) {
    signal.throwIfAborted();
    const target = await lookAtTarget(sessions);
    const meeting = meet(wanted, target, foreign);
    if (meeting.kind === 'equal') return { kind: 'equal' };
    if (meeting.kind === 'past') return { kind: 'past', target };
    const nowMs = clock.monotonicMs();
    const pauseMs = pursuit.pauseAfter({ atMs: nowMs, transactions: meeting.transactions });
    const { transactions } = meeting;
    if (nowMs - startMs > waitMs) return { kind: 'behind', transactions, isStopped: false };
    if (pursuit.isAtStandstill(nowMs)) {
      // A stopped replica and one in the middle of a long transaction look alike from here.
      if ((await waitForTarget(position)) === 'replication-stopped')
        return { kind: 'behind', transactions, isStopped: true };
      pursuit.restart(clock.monotonicMs());
    } else if (pauseMs > 0) await pause(pauseMs, undefined, { signal });
  }
}

/** A new snapshot of the target, and where it stands. Rejects with SnapshotImpossible when that cannot be seen completely. */
async function lookAtTarget({ target, positionTables, explainHidden }: PairSessions): Promise<MariadbPosition> {
  const [, counted, , applied] = await target.batch(
    [
      'ROLLBACK',
      countedPositionStatement,
      'START TRANSACTION WITH CONSISTENT SNAPSHOT',
      appliedPositionStatement(positionTables),
    ],
    { timeoutMs: lookMs },
  );
  const rows = (applied ?? []) as AppliedRow[];
  const [count] = (counted ?? []) as { gtid: string | null }[];
  if (!holdsPosition(rows, count?.gtid ?? '')) throw new SnapshotImpossible(await explainHidden());
  return appliedPositionOf(rows);
}
