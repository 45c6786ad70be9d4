import { emptyDigest, isSameDigest, type RangeDigest } from '../range-digest.js';

/** Rows and digest of each bucket that holds rows. */
export type Buckets = ReadonlyMap<number, RangeDigest>;

/** How often each different row stands in some buckets, by its digest. */
export type Occurrences = ReadonlyMap<string, bigint>;

/** A different row, and how many more of it the source has (negative: the target). */
export interface Surplus {
  digest: string;
  copies: bigint;
  /** How many of it the target has. */
  onTarget: bigint;
}

/** Rows whose occurrences are counted at once: their digests are held in memory on our side. */
const rowsAtOnce = 100_000n;

/** Pure: the buckets that do not hold the same. */
export function differingBuckets(source: Buckets, target: Buckets): number[] {
  return [...new Set([...source.keys(), ...target.keys()])].filter(
    (bucket) => !isSameDigest(source.get(bucket) ?? emptyDigest, target.get(bucket) ?? emptyDigest),
  );
}

/** Pure: the whole table. */
export function sumOf(buckets: Buckets): RangeDigest {
  return [...buckets.values()].reduce(
    (sum, { rows, digest }) => ({ rows: sum.rows + rows, digest: String(BigInt(sum.digest) + BigInt(digest)) }),
    emptyDigest,
  );
}

/** Pure: buckets in portions of a bounded number of rows; a bucket that is larger by itself is one portion. */
export function portions(buckets: readonly number[], source: Buckets, target: Buckets): number[][] {
  const all: number[][] = [];
  let rows = 0n;
  for (const bucket of buckets) {
    const own = (source.get(bucket)?.rows ?? 0n) + (target.get(bucket)?.rows ?? 0n);
    const last = all.at(-1);
    rows += own;
    if (last === undefined || rows > rowsAtOnce) {
      all.push([bucket]);
      rows = own;
    } else last.push(bucket);
  }
  return all;
}

/** Pure: which rows stand more often on one side, and how much more. */
export function surpluses(source: Occurrences, target: Occurrences): Surplus[] {
  const digests = new Set([...source.keys(), ...target.keys()]);
  return [...digests].flatMap((digest): Surplus[] => {
    const onTarget = target.get(digest) ?? 0n;
    const copies = (source.get(digest) ?? 0n) - onTarget;
    return copies === 0n ? [] : [{ digest, copies, onTarget }];
  });
}
