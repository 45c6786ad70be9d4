import type { ChecksumResult, Verdict } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** Only `matched` is good. `lagging` and `unverified` proved nothing. */
export const verdictLook: Record<Verdict, Look> = {
  matched: { word: 'Matched', tone: 'good' },
  lagging: { word: 'Lagging', tone: 'warning' },
  diverged: { word: 'Diverged', tone: 'critical' },
  unverified: { word: 'Unverified', tone: 'unknown' },
};

/** Unverified tables that were proved before: one word each, because the next step differs. */
export const formerProofLook: Record<'voided' | 'repaired', Look> = {
  voided: { word: 'Proof void', tone: 'unknown' },
  repaired: { word: 'Repaired', tone: 'unknown' },
};

/** The look of a table that was verified. */
export function checksumLook({ verdict, voided, repaired }: ChecksumResult): Look {
  if (verdict !== 'unverified') return verdictLook[verdict];
  if (voided) return formerProofLook.voided;
  return repaired ? formerProofLook.repaired : verdictLook.unverified;
}

/** Worst first. */
export const verdictRank: Record<Verdict, number> = { diverged: 0, unverified: 1, lagging: 2, matched: 3 };
