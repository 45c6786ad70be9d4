import type { Verdict } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** Only `matched` is good. `lagging` and `unverified` proved nothing. */
export const verdictLook: Record<Verdict, Look> = {
  matched: { word: 'Matched', tone: 'good' },
  lagging: { word: 'Lagging', tone: 'warning' },
  diverged: { word: 'Diverged', tone: 'critical' },
  unverified: { word: 'Unverified', tone: 'unknown' },
};

/** Worst first. */
export const verdictRank: Record<Verdict, number> = { diverged: 0, unverified: 1, lagging: 2, matched: 3 };

export type VerdictCounts = Record<Verdict, number>;

/** How many results have which verdict. */
export function countVerdicts(results: readonly { verdict: Verdict }[]): VerdictCounts {
  const counts: VerdictCounts = { matched: 0, lagging: 0, diverged: 0, unverified: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** The worst verdict of several; undefined when there is none. */
export function worstVerdict(counts: VerdictCounts): Verdict | undefined {
  const present = (Object.keys(verdictRank) as Verdict[]).filter((verdict) => counts[verdict] > 0);
  return present.sort((a, b) => verdictRank[a] - verdictRank[b])[0];
}
