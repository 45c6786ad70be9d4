import { ask, askBoth } from '../../../proof/question.js';
import type { BothReadings } from '../../../proof/settlement.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { RangeDigest } from '../range-digest.js';
import type { DrillDown } from './drill-down.js';
import { logSurpluses } from './log-surpluses.js';
import { differingBuckets, portions, sumOf, surpluses } from './multisets.js';

/**
 * Compares a table without a key as both snapshots show it, and names the rows that differ in the log. It takes one
 * scan of each side, and two more where they differ. Answers the digests of the whole table.
 */
export async function compareMultisets(
  drill: Pick<DrillDown, 'plan' | 'log' | 'bounds'>,
  pair: SnapshotPair,
): Promise<BothReadings<RangeDigest>> {
  const { source, target } = await askBoth(pair, drill.plan.bucketDigests(), drill.bounds);
  for (const buckets of portions(differingBuckets(source, target), source, target)) {
    if (drill.log.isFull) {
      drill.log.isComplete = false;
      break;
    }
    await drill.log.tryNaming(drill.bounds.signal, () => compareBuckets(drill, pair, buckets));
  }
  return { source: sumOf(source), target: sumOf(target) };
}

async function compareBuckets(
  { plan, log, bounds }: Pick<DrillDown, 'plan' | 'log' | 'bounds'>,
  pair: SnapshotPair,
  buckets: readonly number[],
): Promise<void> {
  const { source, target } = await askBoth(pair, plan.occurrences(buckets), bounds);
  await logSurpluses(
    { plan, log, buckets, position: pair.position, ask: (role, question) => ask(pair[role], question, bounds) },
    surpluses(source, target),
  );
}
