const longestPauseMs = 250;
/** Without any movement for this long, it is asked whether replication runs at all. */
export const standstillMs = 1_500;

/** One look at the target. */
interface Look {
  atMs: number;
  /** How far the target is from the position, in whatever its engine counts. */
  distance: bigint;
}

/**
 * Decides how long to wait before the next look. Near the position it looks as fast as it can, for the target is there for
 * two milliseconds at 500 commits a second; far from it, it sleeps for most of the way at the speed seen so far.
 */
export class PollPacing {
  private first: Look | null = null;
  private last: Look | null = null;
  private movedAtMs = 0;

  constructor(private readonly nearDistance: bigint) {}

  /** Told after every look that found the target behind; answers the pause before the next one. */
  pauseAfter(look: Look): number {
    this.first ??= look;
    if (this.last === null || this.last.distance !== look.distance) this.movedAtMs = look.atMs;
    this.last = look;
    const restMs = look.atMs - this.movedAtMs;
    // Nothing moves: the longer it lasts, the longer the pause, from 2 ms to the longest.
    if (restMs > 20) return Math.min(restMs / 10, longestPauseMs);
    if (look.distance <= this.nearDistance) return 0;
    const done = Number(this.first.distance - look.distance);
    const tookMs = look.atMs - this.first.atMs;
    if (done <= 0 || tookMs <= 0) return 5;
    return Math.min((Number(look.distance - this.nearDistance) / done) * tookMs * 0.7, longestPauseMs);
  }

  /** True when the target has not moved for long enough to suspect that it never will. */
  isAtStandstill(nowMs: number): boolean {
    return this.last !== null && nowMs - this.movedAtMs >= standstillMs;
  }

  /** Replication was found to run: the time without movement begins anew. */
  restart(nowMs: number): void {
    this.movedAtMs = nowMs;
  }
}
