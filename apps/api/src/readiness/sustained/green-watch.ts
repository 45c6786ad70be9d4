/** One moment, by three clocks. In milliseconds. */
export interface Moment {
  nowIso: string;
  /** Never jumps, and stands still while the machine sleeps. */
  monotonicMs: number;
  /** Since the machine was started, sleep included. */
  bootMs: number;
}

/** What somebody who looks again and again has seen. */
export interface GreenWatch {
  /** When it was looked at last. */
  lastLook: Moment;
  /** Since when all that blocks has passed, on the monotonic clock; null: something does not. */
  greenSinceMs: number | null;
  /** What ended the green time before this one; null: there was none. */
  brokenBy: { at: string; what: string } | null;
  /** The time before this look in which nobody looked; null: it was looked at all the time. */
  unwatched: { from: string; to: string } | null;
}

/** So long may nobody look: judgements come with every measurement of the lag. A restart takes less than a measurement may. */
const shortestGapMs = 60_000;
const looks = 3;

/** Pure: the longest time between two looks that still counts as watched. */
export function longestLookGapMs(intervalSeconds: number): number {
  return Math.max(shortestGapMs, looks * intervalSeconds * 1000);
}

/** Pure: one more look. `obstacle`: the first thing that blocks, null where nothing does. */
export function look(
  before: GreenWatch | null,
  obstacle: string | null,
  now: Moment,
  longestGapMs: number,
): GreenWatch {
  const isGap = before !== null && now.bootMs - before.lastLook.bootMs > longestGapMs;
  const unwatched = isGap ? { from: before.lastLook.nowIso, to: now.nowIso } : null;
  const sinceMs = isGap ? null : (before?.greenSinceMs ?? null);
  const ending = obstacle ?? (isGap ? 'nobody watched for a time' : null);
  const wasGreen = before !== null && before.greenSinceMs !== null;
  return {
    ...{ lastLook: now, unwatched },
    greenSinceMs: obstacle === null ? (sinceMs ?? now.monotonicMs) : null,
    brokenBy: wasGreen && ending !== null ? { at: now.nowIso, what: ending } : (before?.brokenBy ?? null),
  };
}

/** Pure: for how long all that blocks has been seen to pass, in milliseconds; null: something does not. */
export function greenMs({ greenSinceMs, lastLook }: GreenWatch, now: Moment, longestGapMs: number): number | null {
  if (greenSinceMs === null) return null;
  // Whoever asks after a gap hears what was seen before it: the next look begins anew.
  return now.bootMs - lastLook.bootMs > longestGapMs ? 0 : now.monotonicMs - greenSinceMs;
}
