import { setTimeout as pause } from 'node:timers/promises';
import { readDriverError } from '../../../connections/driver-error.js';
import { ServerUnavailable, StatementTimeout } from '../../../connections/server-connection.js';
import type { Clock } from '../../../platform/clock.js';
import { SideUnreadable } from '../../../proof/side-unreadable.js';
import { BarrierRefused } from '../barrier/barrier-refused.js';
import type { ChunkBook, ChunkOutcome } from '../chunk-book.js';
import type { ChunkFeed } from '../chunks/chunk-feed.js';
import type { ChunkSize } from '../chunks/chunk-size.js';
import type { KeyRange } from '../chunks/key-range.js';
import { isSameDigest } from '../digest/digest-plan.js';
import { digestBoth, locateDifferences, type DrillDown } from '../drill-down/locate-differences.js';
import { leaveAlone } from '../leave-alone.js';
import type { TableWork } from '../table-work.js';
import { laggingReason } from '../../../proof/snapshot/lagging-reason.js';
import { TargetBehind, type PairBounds, type PairHolder } from '../../../proof/snapshot/pair-holder.js';

/** A pair that was lost in the middle of a chunk is replaced so often before the chunk is given up. */
const mostLosses = 5;
/** A side that is being reconnected gets this much longer after each loss. */
const reconnectMs = 300;

/** Where a worker gets its pairs, whatever way they are made. */
export type Pairs = Pick<PairHolder, 'current' | 'release'>;

/** Everything that the workers of one table share. */
export interface SnapshotWalk {
  work: TableWork;
  feed: ChunkFeed;
  book: ChunkBook;
  size: ChunkSize;
  pairBounds: PairBounds;
  clock: Clock;
  /** Set when the target was too far behind: nobody begins another chunk. */
  isOver: boolean;
}

/** One worker: takes chunks until there are none. Rejects when a side cannot be read at all, or when aborted. */
export async function walk(shared: SnapshotWalk, holder: Pairs): Promise<void> {
  let upcoming = nextRange(shared);
  for (let range = await upcoming; range !== null && !shared.isOver; range = await upcoming) {
    await leaveAlone(shared.work, shared.pairBounds.signal, () => holder.release());
    // Looked up while this chunk is hashed; a boundary needs no snapshot.
    upcoming = nextRange(shared);
    upcoming.catch(() => undefined);
    const outcome = await prove(shared, holder, range);
    await shared.book.add(range, outcome);
  }
}

function nextRange({ feed, size }: SnapshotWalk): Promise<KeyRange | null> {
  return feed.next(size.rows());
}

async function prove(shared: SnapshotWalk, holder: Pairs, range: KeyRange): Promise<ChunkOutcome> {
  for (let losses = 0; ; losses++) {
    try {
      return await compareChunk(shared, holder, range);
    } catch (error) {
      shared.pairBounds.signal.throwIfAborted();
      if (error instanceof TargetBehind) {
        shared.isOver = true;
        // Nothing was proved yet: another mode may do better. Later, what was proved is worth keeping.
        if (shared.book.chunks.length === 0) throw error;
        return nothingProved('lagging', `Not proved: ${laggingReason(error.matching)}`);
      }
      if (error instanceof BarrierRefused && shared.book.chunks.length > 0) {
        shared.isOver = true;
        return nothingProved('unverified', `Not proved: ${error.message}`);
      }
      if (!(error instanceof SideUnreadable) && !(error instanceof ServerUnavailable)) throw error;
      const cause = error instanceof SideUnreadable ? error.cause : error;
      await holder.release();
      if (cause instanceof StatementTimeout) {
        shared.size.noteTimeout();
        const seconds = shared.work.chunkTimeoutMs / 1000;
        return nothingProved('unverified', `A range was not read within ${seconds} s: compare it at a quieter time`);
      }
      const isPassing = cause instanceof ServerUnavailable || isNewerThanSnapshot(cause);
      if (!isPassing || losses + 1 >= mostLosses) throw error;
      await pause(reconnectMs * (losses + 1), undefined, { signal: shared.pairBounds.signal });
    }
  }
}

async function compareChunk(shared: SnapshotWalk, holder: Pairs, range: KeyRange): Promise<ChunkOutcome> {
  const { work, clock, pairBounds, size, feed } = shared;
  const pair = await holder.current(pairBounds);
  const drill: DrillDown = {
    ...{ plan: work.plan, log: work.log, pair: () => holder.current(pairBounds) },
    bounds: { timeoutMs: work.chunkTimeoutMs, signal: pairBounds.signal },
  };
  const startMs = clock.monotonicMs();
  const { source, target } = await digestBoth(drill, pair, range);
  const tookMs = clock.monotonicMs() - startMs;
  const rows = source.rows > target.rows ? source.rows : target.rows;
  size.note(Number(rows), tookMs);
  feed.note(range, rows);
  const { position } = pair;
  if (isSameDigest(source, target)) return { verdict: 'matched', reason: null, position, source, target, tookMs };
  await locateDifferences(drill, range, { source, target });
  const reason = `The contents of a range differ: ${source.rows} rows on the source, ${target.rows} on the target`;
  return { verdict: 'diverged', reason, position, source, target, tookMs };
}

/** ER_TABLE_DEF_CHANGED: the table was altered or created after the snapshot; a new one shows it. */
function isNewerThanSnapshot(error: unknown): boolean {
  return readDriverError(error).errno === 1412;
}

export function nothingProved(verdict: 'lagging' | 'unverified', reason: string): ChunkOutcome {
  return { verdict, reason, position: null, source: null, target: null, tookMs: 0 };
}
