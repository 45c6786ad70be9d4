import { staleIntervals } from '@cutover/contracts/lag-figure';

/** Whether a sample is too old to be believed. One that was never taken is stale. */
export function isTooOld(at: string | null, intervalSeconds: number, nowMs: number): boolean {
  if (at === null) return true;
  return nowMs - Date.parse(at) > staleIntervals * intervalSeconds * 1000;
}
