import type { ChecksumResult, Verdict } from '@cutover/contracts';
import { formatCount, formatInteger } from '../../format/figures.js';
import { verdictLook, verdictRank } from '../../looks/verdict-look.js';

/** What is claimed of a table: `before` stands before its position, `bare` where none is known. */
interface Claim {
  before: string;
  bare: string;
}

/** Only the first two are proofs. */
const claims: Record<Verdict, Claim> = {
  matched: { before: 'Verified as of', bare: 'Verified without a known position' },
  diverged: { before: 'Proved different as of', bare: 'Proved different without a known position' },
  lagging: { before: 'Not proved; the source was looked at as of', bare: 'Not proved' },
  unverified: { before: 'Not proved; the source was looked at as of', bare: 'Not proved' },
};
const repairedClaim: Claim = {
  before: 'Not proved whole; what differed is equal as of',
  bare: 'Not proved whole; what differed is equal',
};
const voidClaims: Record<'matched' | 'diverged', Claim> = {
  matched: { before: 'Counts no more: it was proved equal as of', bare: 'Counts no more: it was proved equal' },
  diverged: {
    before: 'Counts no more: it was proved different as of',
    bare: 'Counts no more: it was proved different',
  },
};

/** What a result claims of its table. */
export function claimOf({ verdict, voided, repaired }: ChecksumResult): Claim {
  if (verdict !== 'unverified') return claims[verdict];
  if (voided) return voided.verdict === 'diverged' ? voidClaims.diverged : voidClaims.matched;
  return repaired ? repairedClaim : claims.unverified;
}

/**
 * What is said of the last attempt where it proved nothing and an earlier proof is shown, void or not; null: there is nothing
 * to say.
 */
export function failedAttempt({ verdict, lastAttempt, voided, repaired }: ChecksumResult): string | null {
  const isProofShown = verdict === 'matched' || verdict === 'diverged' || Boolean(voided) || Boolean(repaired);
  if (!lastAttempt || !isProofShown) return null;
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
