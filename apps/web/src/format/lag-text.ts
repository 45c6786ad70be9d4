import type { ReplicaLag } from '@cutover/contracts';
import { lagFigure, type LagFigure } from '@cutover/contracts/lag-figure';
import { formatSeconds } from './duration.js';

/** A lag in words: `14 s`, `at least 40 s`; null when it is unknown. */
export function figureText({ seconds, isLowerBound }: LagFigure): string | null {
  if (seconds === null) return null;
  return `${isLowerBound ? 'at least ' : ''}${formatSeconds(seconds)}`;
}

/** The lag that every part of the page says. `isStale`: the page itself knows that the sample is too old. */
export function lagText(lag: ReplicaLag | null, isStale: boolean): string | null {
  return isStale ? null : figureText(lagFigure(lag));
}
