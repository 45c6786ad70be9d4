import { setTimeout as pause } from 'node:timers/promises';
import { ServerUnavailable } from '@cutover/databases';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import { DifferenceDoubtful } from '../../../proof/snapshot/snapshot-failures.js';
import type { ChunkOutcome } from '../chunk-ledger.js';
import type { KeyValues } from '../chunks/key-range.js';
import type { PlacedRange } from '../chunks/chunk-feed.js';
import { compareApartOnce } from '../drill-down/rows-apart.js';
import type { DrillDown } from '../drill-down/drill-down.js';
import { digestBoth, locateDifferences } from '../drill-down/locate-differences.js';
import { causeOf } from '../read-failure.js';
import { settleUndecided } from '../drill-down/settle-undecided.js';
import { isSameDigest } from '../range-digest.js';
import type { Pairs, SnapshotWalk } from './shared-walk.js';

/** After so many lost pairs the range is given up. */
const mostLosses = 5;
/** The pause after the first lost pair, in ms. It grows by as much with each further one. */
const reconnectMs = 300;

/**
 * Compares one range, and names the rows that differ under the number of its chunk. Once the range is proved to
 * differ, that verdict stands, even if its rows cannot be named. Until then it may reject: as the pairs do, with
 * SideUnreadable, or when aborted; with DifferenceDoubtful also when rows were named.
 */
export async function proveRange(
  shared: SnapshotWalk,
  holder: Pairs,
  range: PlacedRange,
  chunkIndex: number,
): Promise<ChunkOutcome> {
  const { work, pairBounds, comparedApart } = shared;
  const drill: DrillDown = {
    ...{ plan: work.plan, log: work.log, pair: () => holder.current(pairBounds), chunkIndex, comparedApart },
    undecided: new Map(),
    bounds: { timeoutMs: work.chunkTimeoutMs, signal: pairBounds.signal },
  };
  const renew = async (): Promise<SnapshotPair> => {
    await holder.release();
    return holder.current(pairBounds);
  };
  const { pair, ...outcome } = await throughLosses(shared, holder, () => digestRange(shared, drill, range, renew));
  const { source, target, verdict } = outcome;
  if (verdict !== 'diverged' || source === null || target === null) return outcome;
  const locate = async (): Promise<void> => {
    await locateDifferences(drill, range, { source, target });
    // Rows that the pairs left undecided may be among those that differ.
    if ((await settleUndecided(drill, renew)).left.length > 0) work.log.isComplete = false;
  };
  const obstacle = await work.log.tryNaming(pairBounds.signal, () => throughLosses(shared, holder, locate));
  await throwIfDoubtfulSince(pair);
  return obstacle === null ? outcome : { ...outcome, reason: `${outcome.reason ?? ''}; ${obstacle}` };
}

/** Rejects with DifferenceDoubtful where a difference that this pair shows may be none. */
async function throwIfDoubtful(pair: SnapshotPair): Promise<void> {
  const doubt = await pair.doubt?.();
  if (doubt) throw new DifferenceDoubtful(doubt);
}

/**
 * The same once rows were named, which may have taken later pairs. A proved difference stays where the session cannot be asked
 * any more.
 */
export async function throwIfDoubtfulSince(pair: SnapshotPair): Promise<void> {
  const doubt = await pair.doubt?.().catch(() => null);
  if (doubt) throw new DifferenceDoubtful(doubt);
}

/** Repeats `attempt` in a new pair when its pair was lost. Rejects with any other failure. */
export async function throughLosses<T>(
  { pairBounds: { signal }, isOlderThanTable }: Pick<SnapshotWalk, 'pairBounds' | 'isOlderThanTable'>,
  holder: Pairs,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let losses = 1; ; losses++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      await holder.release();
      const cause = causeOf(error);
      const isPassing = cause instanceof ServerUnavailable || isOlderThanTable(cause);
      if (!isPassing || losses >= mostLosses) throw error;
      await pause(reconnectMs * losses, undefined, { signal });
    }
  }
}

async function digestRange(
  shared: SnapshotWalk,
  drill: DrillDown,
  range: PlacedRange,
  renew: () => Promise<SnapshotPair>,
): Promise<ChunkOutcome & { pair: SnapshotPair }> {
  const { clock, size, feed } = shared;
  const pair = await drill.pair();
  const startMs = clock.monotonicMs();
  const { source, target } = await digestBoth(drill, pair, range);
  const isApartSame = await compareApartOnce(drill, pair);
  const tookMs = clock.monotonicMs() - startMs;
  const rows = source.rows > target.rows ? source.rows : target.rows;
  size.note(Number(rows), tookMs);
  feed.note(range, rows);
  const { position } = pair;
  if (isApartSame && isSameDigest(source, target)) {
    const { isSame, left } = await settleUndecided(drill, renew);
    const seen = { position, source, target, tookMs, pair };
    if (isSame && left.length === 0) return { verdict: 'matched', reason: null, ...seen };
    if (isSame) return { verdict: 'unverified', reason: inFlight(left), ...seen };
    return { verdict: 'diverged', reason: 'Rows that were written during the check differ', ...seen };
  }
  await throwIfDoubtful(pair);
  const reason = `The contents of a range differ: ${source.rows} rows on the source, ${target.rows} on the target`;
  return { verdict: 'diverged', reason, position, source, target, tookMs, pair };
}

/** So many rows are named: this is a sentence, not a list. */
const namedRows = 3;

function inFlight(left: readonly KeyValues[]): string {
  const named = left.slice(0, namedRows).map((key) => key.join('/'));
  const more = left.length > named.length ? ', …' : '';
  return `Rows are written so often that no pair of snapshots showed them at rest: ${left.length} (key ${named.join(', ')}${more}); verify again at a quieter time`;
}
