import type { VerdictBasis } from '@cutover/contracts';
import { skippedText } from '@cutover/contracts/skipped-text';
import { formatAge } from '../../format/instant.js';
import { figureText } from '../../format/lag-text.js';

/** What an answer rests on: `18 of 18 tables proved equal, oldest proof 58 s ago, lag 0 s`. null while nothing is known. */
export function basisText(
  {
    tablesWatched,
    tablesEqual,
    oldestProofAt,
    lagSeconds,
    isLagLowerBound,
  }: Omit<VerdictBasis, 'skipped' | 'notLookedAt'>,
  nowMs: number,
): string | null {
  if (tablesWatched === null) return null;
  return [
    `${tablesEqual} of ${tablesWatched} ${tablesWatched === 1 ? 'table' : 'tables'} proved equal`,
    ...(oldestProofAt === null ? [] : [`oldest proof ${formatAge(oldestProofAt, nowMs)}`]),
    `lag ${figureText({ seconds: lagSeconds, isLowerBound: isLagLowerBound }) ?? 'unknown'}`,
  ].join(', ');
}

/** What the answer does not speak of; null where nothing is known of it. */
export function leftOutText({ skipped, notLookedAt }: VerdictBasis): string | null {
  const sentences = [
    ...(skipped.length === 0 ? [] : [`Not compared: ${skipped.map(skippedText).join('; ')}.`]),
    ...(notLookedAt.length === 0 ? [] : [`Not looked at: ${notLookedAt.join(', ')}.`]),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}
