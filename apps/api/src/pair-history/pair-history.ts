import type { Happening, PairLook } from './pair-look.js';

/** A happening, when it was noticed, and the era that begins with it. */
export interface HistoryBreak extends Happening {
  era: string;
  /** UTC ISO text. */
  at: string;
}

/**
 * What is known of a pair: its eras, in which nothing happened that makes a proof void. A proof belongs to the era in which it
 * was begun.
 */
export interface PairHistory {
  /** The era in which the pair was first seen. */
  firstEra: string;
  /** Oldest first. */
  breaks: readonly HistoryBreak[];
  /** Since when the servers are these, as UTC ISO text; null: as long as the pair is known. */
  sameServersSince: string | null;
  look: PairLook;
}

/** So many are kept. A proof of an era before them is void all the same. */
const mostBreaks = 50;

/** Pure: a pair that was not seen before. */
export function newHistory(era: string, look: PairLook): PairHistory {
  return { firstEra: era, breaks: [], sameServersSince: null, look };
}

/** Pure: the history with one more look, and what happened before it. */
export function continued(history: PairHistory, look: PairLook, happened: HistoryBreak | null): PairHistory {
  if (happened === null) return { ...history, look };
  const sameServersSince = happened.voids === 'everything' ? happened.at : history.sameServersSince;
  return { ...history, look, sameServersSince, breaks: [...history.breaks, happened].slice(-mostBreaks) };
}

/** Pure: the present era. */
export function eraOf({ firstEra, breaks }: PairHistory): string {
  return breaks.at(-1)?.era ?? firstEra;
}

const unknownEra =
  'it is not known on which servers it was made: they could not be asked when its comparison began, an earlier release of Cutover did not note it, or what it noted is lost';

/**
 * Pure: the first thing that happened since an era and makes its proofs void; null: nothing did. `isDifference`: the proof is
 * one that the table differs.
 */
export function breakSince(
  { firstEra, breaks }: PairHistory,
  era: string | undefined,
  isDifference: boolean,
): Pick<HistoryBreak, 'reason' | 'at'> | null {
  const index = breaks.findIndex((each) => each.era === era);
  const isKnown = index >= 0 || era === firstEra;
  if (!isKnown) return { reason: unknownEra, at: breaks[0]?.at ?? '' };
  return breaks.slice(index + 1).find(({ voids }) => voids === 'everything' || !isDifference) ?? null;
}
