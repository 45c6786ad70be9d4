import type { BothReadings } from '../../../proof/settlement.js';
import { isSameDigest, readRangeDigest, type RangeDigest } from '../digest/digest-plan.js';
import type { SnapshotPair } from '../../../proof/snapshot/pair-holder.js';
import { readPair, readRole } from '../../../proof/snapshot/read-pair.js';
import type { DrillDown } from './locate-differences.js';
import { bucketStatement, occurrencesStatement, rowsByDigestStatement, surpluses, type Surplus } from './multiset.js';
import { readValues, rowsReadAtOnce } from './row-values.js';

/** Rows whose occurrences are counted at once: their digests are held in memory on our side. */
const rowsAtOnce = 100_000n;

/** Digests of the whole table as both snapshots show it; rows that differ are named in the log. One scan, and two more where they differ. */
export async function compareMultisets(drill: DrillDown, pair: SnapshotPair): Promise<BothReadings<RangeDigest>> {
  const { source, target } = await readPair(pair, bucketStatement(drill.plan), drill.bounds);
  const [left, right] = [bucketsOf(source), bucketsOf(target)];
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter(
    (bucket) => !isSameDigest(left.get(bucket) ?? nothing, right.get(bucket) ?? nothing),
  );
  const rowsOf = (bucket: number): bigint => (left.get(bucket)?.rows ?? 0n) + (right.get(bucket)?.rows ?? 0n);
  for (const buckets of portions(differing, rowsOf)) {
    if (drill.log.isFull) {
      drill.log.isComplete = false;
      break;
    }
    await compareBuckets(drill, pair, buckets);
  }
  return { source: sumOf([...left.values()]), target: sumOf([...right.values()]) };
}

const nothing: RangeDigest = { rows: 0n, digest: '0' };

async function compareBuckets(drill: DrillDown, pair: SnapshotPair, buckets: readonly number[]): Promise<void> {
  const { source, target } = await readPair(pair, occurrencesStatement(drill.plan, buckets), drill.bounds);
  const all = surpluses(countsOf(source), countsOf(target));
  const named = all.slice(0, drill.log.room);
  if (named.length < all.length) drill.log.isComplete = false;
  const atOnce = rowsReadAtOnce(drill.plan);
  for (let start = 0; start < named.length; start += atOnce)
    await logSurpluses(drill, pair, buckets, named.slice(start, start + atOnce));
}

async function logSurpluses(
  { plan, bounds, log }: DrillDown,
  pair: SnapshotPair,
  buckets: readonly number[],
  found: readonly Surplus[],
): Promise<void> {
  for (const role of ['source', 'target'] as const) {
    const here = found.filter(({ copies }) => copies > 0n === (role === 'source'));
    if (here.length === 0) continue;
    const copies = new Map(here.map((surplus) => [surplus.digest, surplus.copies]));
    const rows = await readRole(pair, role, rowsByDigestStatement(plan, buckets, [...copies.keys()]), bounds);
    for (const row of rows) {
      const values = readValues(row, plan.columns);
      const count = copies.get((row as { digest: string }).digest) ?? 0n;
      const sides = role === 'source' ? { source: values, target: null } : { source: null, target: values };
      for (let copy = 0n; copy < (count < 0n ? -count : count) && !log.isFull; copy++)
        await log.add(
          { kind: role === 'source' ? 'missing' : 'extra', key: [], ...sides, position: pair.position },
          plan,
        );
    }
  }
}

/** Buckets in portions of a bounded number of rows; a bucket that is larger by itself is one portion. */
export function portions(buckets: readonly number[], rowsOf: (bucket: number) => bigint): number[][] {
  const all: number[][] = [];
  let rows = 0n;
  for (const bucket of buckets) {
    const last = all.at(-1);
    rows += rowsOf(bucket);
    if (last === undefined || rows > rowsAtOnce) {
      all.push([bucket]);
      rows = rowsOf(bucket);
    } else last.push(bucket);
  }
  return all;
}

function bucketsOf(rows: readonly object[]): Map<number, RangeDigest> {
  return new Map(rows.map((row) => [Number((row as { part: unknown }).part), readRangeDigest(row)]));
}

function countsOf(rows: readonly object[]): Map<string, bigint> {
  return new Map(
    rows.map((row) => {
      const { digest, n } = row as { digest: string; n: string | number };
      return [digest, BigInt(n)] as const;
    }),
  );
}

function sumOf(parts: readonly RangeDigest[]): RangeDigest {
  return parts.reduce(
    (sum, { rows, digest }) => ({ rows: sum.rows + rows, digest: String(BigInt(sum.digest) + BigInt(digest)) }),
    nothing,
  );
}
