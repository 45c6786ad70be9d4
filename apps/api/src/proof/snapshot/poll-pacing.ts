const longestPauseMs = 250;
/** When the target has not moved for this long, somebody has to look whether replication runs at all. */
export const standstillMs = 1_500;

/** One look at the target. */
interface Look {
  atMs: number;
  /** Distance of the target from the position, in the unit of its engine. */
  distance: bigint;
}

/**
 * Decides how long to wait before the target is looked at again. Near the position there is no pause: at 500 commits a
 * second the target stands at one position for two milliseconds. Far from it the pause is most of the time that the
 * rest of the way takes at the speed seen so far.
 */
export class PollPacing {
  private first: Look | null = null;
  private last: Look | null = null;
  private movedAtMs = 0;

  constructor(private readonly nearDistance: bigint) {}

  /** To be called after every look that found the target behind. Answers the pause before the next look. */
  pauseAfter(look: Look): number {
    this.first ??= look;
    if (this.last === null || this.last.distance !== look.distance) this.movedAtMs = look.atMs;
    this.last = look;
    const restMs = look.atMs - this.movedAtMs;
    // Nothing moves: the pause grows with the time it lasts, from 2 ms to the longest.
    if (restMs > 20) return Math.min(restMs / 10, longestPauseMs);
    if (look.distance <= this.nearDistance) return 0;
    const done = Number(this.first.distance - look.distance);
    const tookMs = look.atMs - this.first.atMs;
    if (done <= 0 || tookMs <= 0) return 5;
    return Math.min((Number(look.distance - this.nearDistance) / done) * tookMs * 0.7, longestPauseMs);
  }

  /** True when the target has not moved for so long that replication may be stopped. */
  isAtStandstill(nowMs: number): boolean {
    return this.last !== null && nowMs - this.movedAtMs >= standstillMs;
  }

  /** Replication was seen to run: the time without movement is counted from now. */
  restart(nowMs: number): void {
    this.movedAtMs = nowMs;
  }
}
