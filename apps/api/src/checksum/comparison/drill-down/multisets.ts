import { emptyDigest, isSameDigest, type RangeDigest } from '../range-digest.js';

/** Number of rows and digest of each bucket that holds rows. */
export type Buckets = ReadonlyMap<number, RangeDigest>;

/** How often each distinct row occurs in some buckets, by its digest. */
export type Occurrences = ReadonlyMap<string, bigint>;

/** A distinct row, and how many more of it the source has (negative: the target). */
export interface Surplus {
  digest: string;
  copies: bigint;
  /** How many of it the target has in all. */
  onTarget: bigint;
}

/** The digests of so many rows are held in our memory at once. */
const rowsAtOnce = 100_000n;

/** Pure: the buckets that differ between the sides. */
export function differingBuckets(source: Buckets, target: Buckets): number[] {
  return [...new Set([...source.keys(), ...target.keys()])].filter(
    (bucket) => !isSameDigest(source.get(bucket) ?? emptyDigest, target.get(bucket) ?? emptyDigest),
  );
}

/** Pure: number of rows and digest of the whole table. */
export function sumOf(buckets: Buckets): RangeDigest {
  return [...buckets.values()].reduce(
    (sum, { rows, digest }) => ({ rows: sum.rows + rows, digest: String(BigInt(sum.digest) + BigInt(digest)) }),
    emptyDigest,
  );
}

/** Pure: the buckets in portions of a bounded number of rows. A bucket that is larger than that is a portion by itself. */
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

/** Pure: the rows that one side has more often, and how much more. */
export function surpluses(source: Occurrences, target: Occurrences): Surplus[] {
  const digests = new Set([...source.keys(), ...target.keys()]);
  return [...digests].flatMap((digest): Surplus[] => {
    const onTarget = target.get(digest) ?? 0n;
    const copies = (source.get(digest) ?? 0n) - onTarget;
    return copies === 0n ? [] : [{ digest, copies, onTarget }];
  });
}
