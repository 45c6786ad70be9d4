import type { ChecksumResult, ConsistencyResult } from '@cutover/contracts';

/**
 * Pure: what is known of a table after one more count. A proved difference stands until the counts, or a verification of all
 * rows that began later, prove the table equal: a side that was away for a minute makes nothing equal.
 */
export function afterCount(
  known: ConsistencyResult | undefined,
  latest: ConsistencyResult,
  verified: ChecksumResult | undefined,
): ConsistencyResult {
  if (known?.verdict !== 'diverged' || latest.verdict === 'matched' || latest.verdict === 'diverged') return latest;
  const isProvedSince = verified?.verdict === 'matched' && verified.startedAt > known.checkedAt;
  return isProvedSince ? latest : known;
}
