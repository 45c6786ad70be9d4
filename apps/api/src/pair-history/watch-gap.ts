import type { Happening, SideLook } from './pair-look.js';

/**
 * So long may nobody have looked at the target before that alone makes proofs void. A restart of Cutover or of the server, or a
 * network that flaps, takes less, and would have all tables compared again for nothing. Somebody who stops replication,
 * skips or filters, and puts things back takes minutes. Where the interval is longer, three looks may fail.
 */
const shortestMs = 5 * 60_000;
const looks = 3;

/** Pure: the longest time between two looks that makes nothing void by itself. */
export function longestGapMs(intervalSeconds: number): number {
  return Math.max(shortestMs, looks * intervalSeconds * 1000);
}

/**
 * Pure: nobody looked at the target for too long; null: somebody did. `isUntouched`: the server's own counters prove that
 * replication was not stopped or started meanwhile.
 */
export function watchGap(
  before: SideLook | null,
  after: SideLook | null,
  { elapsedMs, longestMs, isUntouched }: { elapsedMs: number; longestMs: number; isUntouched: boolean },
): Happening | null {
  if (before === null || after === null || elapsedMs <= longestMs || isUntouched) return null;
  return {
    reason:
      `nobody watched the target from ${before.at} to ${after.at}, and it cannot be shown that replication ran through: ` +
      'a transaction may have been skipped meanwhile',
    voids: 'equality',
  };
}
