import { ask, askBoth } from '../../../proof/question.js';
import type { BothReadings } from '../../../proof/settlement.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { RangeDigest } from '../range-digest.js';
import type { DrillDown } from './drill-down.js';
import { logSurpluses } from './log-surpluses.js';
import { differingBuckets, portions, sumOf, surpluses } from './multisets.js';

/** What comparing a table without a key needs. `pair` answers one that is young enough for another scan. */
export interface MultisetDrill extends Pick<DrillDown, 'plan' | 'log' | 'bounds' | 'pair'> {
  /** Called before each scan that names rows: waits while the servers are busy. Rejects with NamingOverTime. */
  beforeScan: () => Promise<void>;
}

/**
 * Compares a table without a key as both snapshots of `pair` show it, and names the rows that differ in the log. It takes
 * one scan of each side; where they differ one more for each portion of buckets, and one for every few rows. Each of these
 * may read a newer pair, which proves as much, so that no snapshot is held for longer than a scan. Answers the digests of
 * the whole table.
 */
export async function compareMultisets(drill: MultisetDrill, pair: SnapshotPair): Promise<BothReadings<RangeDigest>> {
  const { source, target } = await askBoth(pair, drill.plan.bucketDigests(), drill.bounds);
  for (const buckets of portions(differingBuckets(source, target), source, target)) {
    if (drill.log.isFull) {
      drill.log.isComplete = false;
      break;
    }
    await drill.log.tryNaming(drill.bounds.signal, () => compareBuckets(drill, buckets));
  }
  return { source: sumOf(source), target: sumOf(target) };
}

async function compareBuckets(drill: MultisetDrill, buckets: readonly number[]): Promise<void> {
  const { plan, log, bounds } = drill;
  await drill.beforeScan();
  const pair = await drill.pair();
  const { source, target } = await askBoth(pair, plan.occurrences(buckets), bounds);
  await logSurpluses(
    {
      ...{ plan, log, buckets, position: pair.position },
      ask: async (role, question) => {
        await drill.beforeScan();
        return ask(await drill.pair(), role, question, bounds);
      },
    },
    surpluses(source, target),
  );
}
