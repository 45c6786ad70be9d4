import type { LagHistory, LagPoint, ReplicaLag } from '@cutover/contracts';
import { lagFigure, staleIntervals } from '@cutover/contracts/lag-figure';

/** Points of the lag history in the order of time. Plain data: it is never made reactive. */
export interface LagSeries {
  points: readonly LagPoint[];
  thresholdSeconds: number;
  intervalSeconds: number;
}

/** Chart columns: seconds since the epoch, and a value or a gap for each. */
export interface LagColumns {
  at: number[];
  seconds: (number | null)[];
  /** What positions prove, where the seconds say less or nothing. */
  atLeast: (number | null)[];
  transactions: (number | null)[];
  /** Log that the target lacks, in bytes. */
  logBytes: (number | null)[];
}

/** A measurement as a point of the history. What a stale sample says is not known now, and must not be drawn. */
export function pointOf(lag: ReplicaLag): LagPoint {
  const { seconds, isLowerBound } = lagFigure(lag);
  const isKnown = !lag.isStale && lag.state !== 'unknown';
  return {
    at: lag.measuredAt,
    seconds: isKnown ? lag.seconds : null,
    atLeastSeconds: isKnown && isLowerBound ? seconds : null,
    transactionsBehind: isKnown && lag.transactionsBehind !== null ? Number(lag.transactionsBehind) : null,
    notReceivedBytes: isKnown ? lag.notReceivedBytes : null,
    notAppliedBytes: isKnown ? lag.notAppliedBytes : null,
    state: lag.state,
  };
}

export function seriesOf(history: LagHistory): LagSeries {
  const { points, thresholdSeconds, intervalSeconds } = history;
  return { points, thresholdSeconds, intervalSeconds };
}

/** A gap right after `at`: where nothing was measured, no line may be drawn. */
function gapAfter(at: string): LagPoint {
  return {
    at: new Date(Date.parse(at) + 1).toISOString(),
    seconds: null,
    atLeastSeconds: null,
    transactionsBehind: null,
    notReceivedBytes: null,
    notAppliedBytes: null,
    state: 'unknown',
  };
}

/** Adds a new measurement and lets go of what is older than `windowMs`. An older or repeated one changes nothing. */
export function appendLag(series: LagSeries, lag: ReplicaLag, windowMs: number): LagSeries {
  const last = series.points.at(-1);
  const atMs = Date.parse(lag.measuredAt);
  if (last && atMs <= Date.parse(last.at)) return series;
  const isGap = last && atMs - Date.parse(last.at) > staleIntervals * series.intervalSeconds * 1000;
  const kept = series.points.filter((point) => Date.parse(point.at) >= atMs - windowMs);
  const points = [...kept, ...(last && isGap ? [gapAfter(last.at)] : []), pointOf(lag)];
  return { ...series, points, thresholdSeconds: lag.thresholdSeconds };
}

/** The series as the columns a chart draws. */
export function columnsOf(points: readonly LagPoint[]): LagColumns {
  return {
    at: points.map((point) => Date.parse(point.at) / 1000),
    seconds: points.map((point) => point.seconds),
    atLeast: points.map((point) => point.atLeastSeconds),
    transactions: points.map((point) => point.transactionsBehind),
    logBytes: points.map(({ notReceivedBytes: here, notAppliedBytes: there }) =>
      here === null || there === null ? null : here + there,
    ),
  };
}

/** Both ends of the time axis, in seconds since the epoch: the whole time that was chosen, up to now. */
export function chartRange(at: readonly number[], nowSeconds: number, windowSeconds: number): [number, number] {
  const end = Math.max(at.at(-1) ?? nowSeconds, nowSeconds);
  return [end - windowSeconds, end];
}
