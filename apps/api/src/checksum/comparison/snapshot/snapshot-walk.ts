import { TargetBehind } from '../../../proof/snapshot/snapshot-failures.js';
import { BarrierRefused } from '../barrier/barrier-dialect.js';
import type { ChunkOutcome } from '../chunk-ledger.js';
import type { PlacedRange } from '../chunks/chunk-feed.js';
import { countedHalves } from '../chunks/halves.js';
import { isTimeout, messageOf } from '../read-failure.js';
import { waitWhileThrottled } from '../wait-while-throttled.js';
import type { Pairs, SnapshotWalk } from './shared-walk.js';
import { proveRange, throughLosses } from './prove-range.js';

/** After so many timeouts in a row the rest of the table is not tried. */
const mostTimeouts = 10;

/** A pair is let go where the next range is not known after so long. Looking it up usually takes less than a chunk. */
const longestIdleMs = 500;

/** One worker: compares chunks until there are none left. Rejects when a side cannot be read at all, or when aborted. */
export async function walk(shared: SnapshotWalk, holder: Pairs): Promise<void> {
  let upcoming = nextRange(shared);
  for (let range = await upcoming; range !== null && !shared.isOver; range = await withoutHolding(holder, upcoming)) {
    await waitWhileThrottled(shared.work, shared.pairBounds.signal, () => holder.release());
    // The next range is looked up while this chunk is read; that needs no snapshot.
    upcoming = nextRange(shared);
    upcoming.catch(() => undefined);
    await compare(shared, holder, range);
  }
}

/**
 * The next range, for which no snapshot is kept waiting. It is looked up on another connection: behind DDL that waits for the
 * table that our snapshot has read, the two would wait for each other, and the application for both.
 */
async function withoutHolding<T>(holder: Pairs, upcoming: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), longestIdleMs);
  });
  const isKnown = upcoming.then(
    () => false,
    () => false,
  );
  const mustRelease = await Promise.race([isKnown, isLate]);
  clearTimeout(timer);
  if (mustRelease) await holder.release();
  return upcoming;
}

async function nextRange(shared: SnapshotWalk): Promise<PlacedRange | null> {
  for (;;) {
    try {
      return await shared.feed.next(shared.size.rows());
    } catch (error) {
      if (!isTimeout(error) || noteTimeout(shared)) throw error;
    }
  }
}

/** Compares one range. When it is not read in time, it is divided into halves. */
async function compare(shared: SnapshotWalk, holder: Pairs, range: PlacedRange): Promise<void> {
  const { ledger } = shared;
  const left = [range];
  for (let part = left.pop(); part !== undefined && !shared.isOver; part = left.pop()) {
    const index = ledger.take();
    try {
      const outcome = await proveRange(shared, holder, part, index);
      shared.timeouts = 0;
      await ledger.add(part, outcome, index);
      shared.isOver ||= ledger.isDecided;
    } catch (error) {
      shared.pairBounds.signal.throwIfAborted();
      const parts = isTimeout(error) ? await divide(shared, holder, part) : null;
      if (parts === null) await ledger.add(part, nothingRead(shared, error), index);
      else left.push(...parts.reverse());
    }
  }
}

/** Both halves of a range that was not read in time; null when it is not divided further. Rejects when aborted. */
async function divide(shared: SnapshotWalk, holder: Pairs, range: PlacedRange): Promise<PlacedRange[] | null> {
  const { work, servers, size, pairBounds } = shared;
  if (noteTimeout(shared)) return null;
  const bounds = { timeoutMs: work.chunkTimeoutMs, signal: pairBounds.signal };
  try {
    const halves = () => countedHalves(work.plan, servers, range, size.least, bounds);
    const parts = await throughLosses(shared, holder, halves);
    if (parts !== null) await waitWhileThrottled(work, pairBounds.signal);
    return parts;
  } catch (error) {
    pairBounds.signal.throwIfAborted();
    // Any other failure meets the next range too, and is reported there.
    if (isTimeout(error)) noteTimeout(shared);
    return null;
  }
}

/** Counts a timeout. True when there were so many in a row that the rest of the table is not tried. */
function noteTimeout(shared: SnapshotWalk): boolean {
  shared.size.noteTimeout();
  const isEnough = ++shared.timeouts >= mostTimeouts;
  shared.isOver ||= isEnough;
  return isEnough;
}

/** The outcome of a range that was not read. Throws a failure that concerns the whole table. */
function nothingRead(shared: SnapshotWalk, error: unknown): ChunkOutcome {
  if (isTimeout(error)) return nothingProved('unverified', slowReason(shared));
  shared.isOver = true;
  const { chunks } = shared.ledger;
  // While nothing is proved, the table can still be compared in another mode. Later, what was proved is kept.
  if (error instanceof TargetBehind && chunks.length > 0)
    return nothingProved('lagging', `Not proved: ${error.reason}`);
  const isWorthKeeping = error instanceof BarrierRefused && chunks.length > 0;
  // A proved difference is kept, whatever happens to the rest of the table.
  if (isWorthKeeping || chunks.some(({ verdict }) => verdict === 'diverged'))
    return nothingProved('unverified', `Not proved: ${messageOf(error)}`);
  throw error;
}

function slowReason({ work, timeouts }: SnapshotWalk): string {
  const seconds = work.chunkTimeoutMs / 1000;
  return timeouts >= mostTimeouts
    ? `${mostTimeouts} statements in a row did not end within ${seconds} s, and the rest of the table was not tried: see what keeps the servers busy, then verify it again`
    : `A range that cannot be divided further was not read within ${seconds} s: compare it at a quieter time`;
}

function nothingProved(verdict: 'lagging' | 'unverified', reason: string): ChunkOutcome {
  return { verdict, reason, position: null, source: null, target: null, tookMs: 0 };
}
