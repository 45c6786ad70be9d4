import type { ChecksumResult, ConsistencyResult } from '@cutover/contracts';

/** What a proved difference of the counts is held against. */
export interface SinceCount {
  /** The last comparison of all rows of the table. */
  verified: ChecksumResult | undefined;
  /** Since when these servers stand behind the name, as UTC ISO text; null: as long as it is known. */
  sameServersSince: string | null;
}

/**
 * Pure: what is known of a table after one more count. A proved difference stands until the counts, or a verification of all
 * rows that began later, prove the table equal: a side that was away for a minute makes nothing equal. What was found on other
 * servers says nothing of these.
 */
export function afterCount(
  known: ConsistencyResult | undefined,
  latest: ConsistencyResult,
  { verified, sameServersSince }: SinceCount,
): ConsistencyResult {
  if (known?.verdict !== 'diverged' || latest.verdict === 'matched' || latest.verdict === 'diverged') return latest;
  if (sameServersSince !== null && known.checkedAt < sameServersSince) return latest;
  const isProvedSince = verified?.verdict === 'matched' && verified.startedAt > known.checkedAt;
  return isProvedSince ? latest : known;
}
