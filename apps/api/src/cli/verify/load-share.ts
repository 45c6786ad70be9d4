/** Time that was not used may be used later, but only so much: a verification that stood still does not then run wild. */
const mostSavedMs = 2_000;

/** Keeps the time in which servers are made to work under a share of all time. Told of work when it is done. */
export class LoadShare {
  /** Milliseconds of work that are still free; negative: rest. */
  private freeMs = 0;

  /**
   * @param share above 0 and up to 1
   * @param nowMs monotonic
   */
  constructor(
    private readonly share: number,
    private lastMs: number,
  ) {}

  /** The servers worked so long. */
  note(workedMs: number): void {
    this.freeMs -= workedMs;
  }

  /** How long they should now be left alone, in milliseconds; 0: go on. */
  restMs(nowMs: number): number {
    this.freeMs = Math.min(this.freeMs + (nowMs - this.lastMs) * this.share, mostSavedMs * this.share);
    this.lastMs = nowMs;
    return Math.max(0, -this.freeMs / this.share);
  }
}
