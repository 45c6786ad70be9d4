import { isSameDigest, readRangeDigest, type RangeDigest } from '../../dialects/mysql-family/digest/digest-plan.js';

/** Rows and digest of each bucket that holds rows. */
export type Buckets = ReadonlyMap<number, RangeDigest>;

/** How often each different row stands in some buckets, by its digest. */
export type Occurrences = ReadonlyMap<string, bigint>;

/** Rows whose occurrences are counted at once: their digests are held in memory on our side. */
const rowsAtOnce = 100_000n;

const nothing: RangeDigest = { rows: 0n, digest: '0' };

/** Rows of bucketStatement. */
export function readBuckets(rows: readonly object[]): Buckets {
  return new Map(rows.map((row) => [Number((row as { part: unknown }).part), readRangeDigest(row)]));
}

/** Rows of occurrencesStatement. */
export function readOccurrences(rows: readonly object[]): Occurrences {
  return new Map(
    rows.map((row) => {
      const { digest, n } = row as { digest: string; n: string | number };
      return [digest, BigInt(n)] as const;
    }),
  );
}

/** Pure: the buckets that do not hold the same. */
export function differingBuckets(source: Buckets, target: Buckets): number[] {
  return [...new Set([...source.keys(), ...target.keys()])].filter(
    (bucket) => !isSameDigest(source.get(bucket) ?? nothing, target.get(bucket) ?? nothing),
  );
}

/** Pure: the whole table. */
export function sumOf(buckets: Buckets): RangeDigest {
  return [...buckets.values()].reduce(
    (sum, { rows, digest }) => ({ rows: sum.rows + rows, digest: String(BigInt(sum.digest) + BigInt(digest)) }),
    nothing,
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
