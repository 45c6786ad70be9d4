import type { BothReadings } from '../../../proof/settlement.js';
import type { SnapshotPair } from '../../../proof/snapshot/pair-holder.js';
import { readPair, readRole } from '../../../proof/snapshot/read-pair.js';
import type { RangeDigest } from '../../dialects/mysql-family/digest/digest-plan.js';
import type { DrillDown } from './locate-differences.js';
import { logSurpluses } from './log-surpluses.js';
import { differingBuckets, portions, readBuckets, readOccurrences, sumOf } from './multiset-readings.js';
import { tryNaming } from './try-naming.js';
import { bucketStatement, occurrencesStatement, surpluses } from './multiset.js';

/** Digests of the whole table as both snapshots show it; rows that differ are named in the log. One scan, and two more where they differ. */
export async function compareMultisets(drill: DrillDown, pair: SnapshotPair): Promise<BothReadings<RangeDigest>> {
  const both = await readPair(pair, bucketStatement(drill.plan), drill.bounds);
  const [source, target] = [readBuckets(both.source), readBuckets(both.target)];
  for (const buckets of portions(differingBuckets(source, target), source, target)) {
    if (drill.log.isFull) {
      drill.log.isComplete = false;
      break;
    }
    await tryNaming(drill.log, drill.bounds.signal, () => compareBuckets(drill, pair, buckets));
  }
  return { source: sumOf(source), target: sumOf(target) };
}

async function compareBuckets(
  { plan, log, bounds }: DrillDown,
  pair: SnapshotPair,
  buckets: readonly number[],
): Promise<void> {
  const { source, target } = await readPair(pair, occurrencesStatement(plan, buckets), bounds);
  await logSurpluses(
    { plan, log, buckets, position: pair.position, read: (role, sql) => readRole(pair, role, sql, bounds) },
    surpluses(readOccurrences(source), readOccurrences(target)),
  );
}
