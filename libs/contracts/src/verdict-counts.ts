import type { Verdict, VerdictCounts } from './verdict.js';

/** Counts the verdicts of some results. */
export function countVerdicts(results: readonly { verdict: Verdict }[]): VerdictCounts {
  const counts: VerdictCounts = { matched: 0, lagging: 0, diverged: 0, unverified: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** One bad table speaks for all. */
const worstFirst: readonly Verdict[] = ['diverged', 'unverified', 'lagging', 'matched'];

/** The worst verdict that was counted, or null when none was. */
export function worstVerdict(counts: VerdictCounts): Verdict | null {
  return worstFirst.find((verdict) => counts[verdict] > 0) ?? null;
}

/** Proved to have another definition on the target, whatever is true of its rows. */
export function isDefinedOtherwise({
  definitionDifferences = [],
}: {
  definitionDifferences?: string[] | undefined;
}): boolean {
  return definitionDifferences.length > 0;
}
