import type { ChecksumResult, Verdict } from '@cutover/contracts';
import { formatCount, formatInteger } from '../../format/figures.js';
import { verdictLook, verdictRank } from '../../looks/verdict-look.js';

/** What a verdict claims, before its position. Only the first two are proofs. */
export const claim: Record<Verdict, string> = {
  matched: 'Verified as of',
  diverged: 'Proved different as of',
  lagging: 'Not proved; the source was looked at as of',
  unverified: 'Not proved; the source was looked at as of',
};

/** The claim where no position is known. */
export const bareClaim: Record<Verdict, string> = {
  matched: 'Verified without a known GTID position',
  diverged: 'Proved different without a known GTID position',
  lagging: 'Not proved',
  unverified: 'Not proved',
};

/** What is said of the last attempt where it proved nothing and an earlier proof stands; null: there is nothing to say. */
export function failedAttempt({ verdict, lastAttempt }: ChecksumResult): string | null {
  if (!lastAttempt || (verdict !== 'matched' && verdict !== 'diverged')) return null;
  return `The last attempt proved nothing${lastAttempt.reason === null ? '' : `: ${lastAttempt.reason}`}`;
}

/** Why a verdict is what it is, and what a later attempt came to that leaves it as it is. */
export function whyOf(result: ChecksumResult): string | undefined {
  const said = [result.reason, failedAttempt(result)].filter((text) => typeof text === 'string');
  return said.length === 0 ? undefined : said.join('. ');
}

/** `3 chunks: 1 diverged, 2 matched`, the worst first; null when the table was not cut into chunks. */
export function chunkTotals({ chunks }: ChecksumResult): string | null {
  if (chunks.total === 0) return null;
  const verdicts = (Object.keys(verdictRank) as Verdict[]).sort((a, b) => verdictRank[a] - verdictRank[b]);
  const counted = verdicts
    .filter((verdict) => chunks[verdict] > 0)
    .map((verdict) => `${formatInteger(chunks[verdict])} ${verdictLook[verdict].word.toLowerCase()}`);
  return `${formatCount(chunks.total, 'chunk')}: ${counted.join(', ')}`;
}
