/** A sample older than this many intervals says nothing about now. The API uses the same figure. */
export const staleIntervals = 3;

/** Whether a sample is too old to be believed. One that was never taken is stale. */
export function isTooOld(at: string | null, intervalSeconds: number, nowMs: number): boolean {
  if (at === null) return true;
  return nowMs - Date.parse(at) > staleIntervals * intervalSeconds * 1000;
}
