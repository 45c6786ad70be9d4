/** Number of rows and digest of a set of rows on one side. */
export interface RangeDigest {
  rows: bigint;
  /** Decimal text; '0' for no rows. */
  digest: string;
}

/** The digest of a set without rows. */
export const emptyDigest: RangeDigest = { rows: 0n, digest: '0' };

/** Pure: whether both are the same rows, as far as a digest can tell. */
export function isSameDigest(a: RangeDigest, b: RangeDigest): boolean {
  return a.rows === b.rows && a.digest === b.digest;
}
