import { setTimeout as pause } from 'node:timers/promises';
import type { TableName } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import type { WaitOutcome } from '../../replication/replication-position.service.js';
import { PollPacing } from './poll-pacing.js';
import type { PairSessions } from './snapshot-dialect.js';
import { SnapshotImpossible, SnapshotsMissed } from './snapshot-failures.js';

/** How the attempt to bring two snapshots to one position ended. */
export type Matching =
  | { kind: 'matched'; position: string; attempts: number }
  /**
   * The target did not reach the snapshot of the source in time. `distance` says in words how far it is. `isStopped`:
   * replication there does not run.
   */
  | { kind: 'behind'; position: string; distance: string; isStopped: boolean };

/** How long matching may take, and what ends it. */
export interface MatchBounds {
  waitMs: number;
  /** After so many attempts the source is written too fast for two snapshots to meet: see MatchMemory. */
  mostAttempts: number;
  /** See PairSessions.openSource. DDL on this table waits for as long as matching takes. */
  table?: TableName | undefined;
  /** Waits a while for the target, and notices when replication does not run. Called when the target does not move. */
  waitForTarget: (position: string) => Promise<WaitOutcome>;
  clock: Clock;
  signal: AbortSignal;
}

/** So many attempts are made one right after the other. Then both servers get a rest before each further one. */
const eagerAttempts = 50;
/** The longest of these rests. They differ, so that they fall into pauses of whoever writes. */
const longestRestMs = 20;
/** So often the target must be seen ahead of a later snapshot of the source: once might be a misreading. */
const enoughTimesAhead = 2;

/**
 * Brings a snapshot of the source and one of the target to the same position, reading only. On success both sessions
 * hold their snapshots; otherwise neither does. Rejects with SnapshotImpossible, SnapshotsMissed, when aborted, or as the sessions do.
 */
export async function matchSnapshots(sessions: PairSessions, bounds: MatchBounds): Promise<Matching> {
  const { clock, signal } = bounds;
  const startMs = clock.monotonicMs();
  let earlier = await sessions.openTarget();
  let timesAhead = 0;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const snapshot = await sessions.openSource(bounds.table);
    if (snapshot.kind === 'impossible') throw new SnapshotImpossible(snapshot.reason);
    if (snapshot.kind === 'exact') {
      // What the target had applied before this snapshot was taken, the source must show.
      const wasAhead = sessions.compare(snapshot.position, earlier, earlier).kind === 'past';
      timesAhead = wasAhead ? timesAhead + 1 : 0;
      const found = await reach(sessions, { ...snapshot, earlier }, bounds, startMs);
      if (found.kind === 'equal') return { kind: 'matched', position: snapshot.text, attempts: attempt };
      if (found.kind === 'behind') {
        await sessions.release();
        return { ...found, position: snapshot.text };
      }
      if (timesAhead >= enoughTimesAhead) {
        await sessions.release();
        throw new SnapshotsMissed(aheadReason(snapshot.text));
      }
      earlier = found.target;
    } else earlier = await sessions.openTarget();
    if (attempt >= bounds.mostAttempts || clock.monotonicMs() - startMs > bounds.waitMs) {
      await sessions.release();
      throw new SnapshotsMissed(
        `the target went past every one of ${attempt} snapshots of the source: too many writes for two snapshots to meet`,
      );
    }
    if (attempt >= eagerAttempts) await pause(Math.random() * longestRestMs, undefined, { signal });
  }
}

function aheadReason(source: string): string {
  return (
    `the target has applied transactions that the source does not have (source at ${source}): the source was restored ` +
    'or its log was reset, or somebody wrote on the target; see the errant transactions of the target'
  );
}

type Reached =
  { kind: 'equal' } | { kind: 'past'; target: unknown } | { kind: 'behind'; distance: string; isStopped: boolean };

/** What the target has to reach: the source's snapshot. `earlier` is where the target stood before it was taken. */
interface Goal {
  position: unknown;
  text: string;
  earlier: unknown;
}

/** Opens snapshots of the target, one after the other, until one stands where the source's does, or has gone past it. */
async function reach(
  sessions: PairSessions,
  { position, text, earlier }: Goal,
  { waitMs, waitForTarget, clock, signal }: MatchBounds,
  startMs: number,
): Promise<Reached> {
  const pacing = new PollPacing(sessions.nearDistance);
  for (;;) {
    signal.throwIfAborted();
    const target = await sessions.openTarget();
    const meeting = sessions.compare(position, target, earlier);
    if (meeting.kind === 'equal') return { kind: 'equal' };
    if (meeting.kind === 'past') return { kind: 'past', target };
    const nowMs = clock.monotonicMs();
    const pauseMs = pacing.pauseAfter({ atMs: nowMs, distance: meeting.distance });
    if (nowMs - startMs > waitMs) return { kind: 'behind', distance: meeting.text, isStopped: false };
    if (pacing.isAtStandstill(nowMs)) {
      // A stopped replica and one in the middle of a long transaction look alike from here.
      if ((await waitForTarget(text)) === 'replication-stopped')
        return { kind: 'behind', distance: meeting.text, isStopped: true };
      pacing.restart(clock.monotonicMs());
    } else if (pauseMs > 0) await pause(pauseMs, undefined, { signal });
  }
}
