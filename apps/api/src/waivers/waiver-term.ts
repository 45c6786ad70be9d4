import type { KeptWaiver } from './kept-waiver.js';

/** Both clocks at one moment, in milliseconds. */
export interface Moment {
  wallMs: number;
  /** Never jumps, and stands still while the machine sleeps. */
  monotonicMs: number;
}

/** A waiver whose time is not over, and when this process ends it whatever the wall clock says then. */
export interface RunningWaiver {
  waiver: KeptWaiver;
  /** On the monotonic clock. */
  endsAtMs: number;
}

/** Pure: begins to count the time of a waiver. */
export function runFrom(waiver: KeptWaiver, { wallMs, monotonicMs }: Moment): RunningWaiver {
  return { waiver, endsAtMs: monotonicMs + (Date.parse(waiver.until) - wallMs) };
}

/**
 * Pure: milliseconds that a waiver still counts; 0 or less: it is over. By either clock: one that is set back does not lengthen
 * it, and a machine that slept over its end does not either.
 */
export function leftMs({ waiver, endsAtMs }: RunningWaiver, { wallMs, monotonicMs }: Moment): number {
  return Math.min(endsAtMs - monotonicMs, Date.parse(waiver.until) - wallMs);
}
