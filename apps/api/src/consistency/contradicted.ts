import type { ChecksumResult, ConsistencyResult } from '@cutover/contracts';

/** What became known of a table since it was counted. */
export interface KnownSince {
  /** The last comparison of all rows. */
  verified: ChecksumResult | undefined;
  /** When the list of tables last showed it on both sides; null: it does not, or is not known. */
  onBothSidesAt: string | null;
  /** The last thing that happened to the pair and makes what was proved equal void; null: nothing. */
  broken: { reason: string; at: string } | null;
  /** Since when these servers stand behind the name, as UTC ISO text; null: as long as it is known. */
  sameServersSince: string | null;
  /** What was counted equal before that instant says nothing of today. */
  oldest: string;
}

/**
 * Pure: the result, turned into `unverified` where something newer contradicts it or makes it void, with the reason; the very same one
 * where it stands. ISO texts of one length compare as instants.
 */
export function stillTrue(result: ConsistencyResult, since: KnownSince): ConsistencyResult {
  const reason = result.verdict === 'matched' ? whyNotEqual(result, since) : whyNotDifferent(result, since);
  if (reason === null) return result;
  const { action: _, ...rest } = result;
  return { ...rest, verdict: 'unverified', differences: [], reason: `${reason}. It is counted again` };
}

function whyNotEqual(
  { checkedAt, durationMs }: ConsistencyResult,
  { verified, broken, oldest }: KnownSince,
): string | null {
  const begunAt = new Date(Date.parse(checkedAt) - durationMs).toISOString();
  if (broken !== null && broken.at > begunAt) return `It was counted equal, but that is void: ${broken.reason}`;
  const haveOtherRows = verified?.verdict === 'diverged' && verified.sourceRows !== verified.targetRows;
  if (haveOtherRows && verified.startedAt > checkedAt)
    return 'It was counted equal, but comparing all rows since found other numbers of rows';
  return checkedAt < oldest ? `It was counted equal too long ago, at ${checkedAt}` : null;
}

function whyNotDifferent(
  { verdict, differences, checkedAt }: ConsistencyResult,
  { verified, onBothSidesAt, sameServersSince }: KnownSince,
): string | null {
  if (verdict !== 'diverged') return null;
  if (sameServersSince !== null && sameServersSince > checkedAt) return 'It was found different on other servers';
  if (verified?.verdict === 'matched' && verified.startedAt > checkedAt)
    return 'It was counted different, but all rows were proved equal since';
  const isThere = differences.includes('presence') && onBothSidesAt !== null && onBothSidesAt > checkedAt;
  return isThere ? 'It was on one side only, and both sides have it now' : null;
}
