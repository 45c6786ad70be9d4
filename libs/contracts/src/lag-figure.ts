import type { ReplicaLag } from './lag.js';

/** A sample older than this many intervals says nothing about now. One that is missed is chance, three are a fault. */
export const staleIntervals = 3;

/** The lag as it is said to people. `seconds` null is unknown; `isLowerBound`: it is at least so much. */
export interface LagFigure {
  seconds: number | null;
  isLowerBound: boolean;
}

const unknown: LagFigure = { seconds: null, isLowerBound: false };

/**
 * The one figure for the lag: verdict, alerts, tiles and chart all say this. Positions outweigh the server's seconds
 * where it says none (replication is stopped), where they put the lag over its limit, and where they contradict it.
 * In between the seconds count: a bound that is a second higher is only the time between two samples.
 */
export function lagFigure(
  lag: Pick<ReplicaLag, 'isStale' | 'seconds' | 'atLeastSeconds' | 'isOverThreshold' | 'contradiction'> | null,
): LagFigure {
  if (lag === null || lag.isStale) return unknown;
  const { seconds, atLeastSeconds, isOverThreshold, contradiction } = lag;
  const outweighs = seconds === null || isOverThreshold === true || contradiction !== null;
  // "At least 0 s" would say nothing.
  return outweighs && atLeastSeconds !== null && atLeastSeconds > (seconds ?? 0)
    ? { seconds: atLeastSeconds, isLowerBound: true }
    : { seconds, isLowerBound: false };
}
