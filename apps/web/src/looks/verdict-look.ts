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
