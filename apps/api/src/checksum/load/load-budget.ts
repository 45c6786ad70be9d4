/** What may be read at once before the pace is kept: small databases are verified whole without a pause. Milliseconds. */
const burstMs = 5_000;

/**
 * Keeps the time spent reading at a share of the time that passes: a bucket of reading time that fills at that share.
 * Pure but for the clock it is given.
 */
export class LoadBudget {
  private leftMs = burstMs;
  private atMs: number;

  constructor(
    private readonly percent: number,
    private readonly nowMs: () => number,
  ) {
    this.atMs = nowMs();
  }

  /** Told after each read. */
  note(tookMs: number): void {
    this.refill();
    this.leftMs -= tookMs;
  }

  /** Why to wait; null: go on. */
  reason(): string | null {
    if (this.percent >= 100) return null;
    this.refill();
    if (this.leftMs > 0) return null;
    return `Scheduled verification reads for at most ${this.percent} % of the time (verification.maxLoadPercent)`;
  }

  private refill(): void {
    const now = this.nowMs();
    this.leftMs = Math.min(burstMs, this.leftMs + ((now - this.atMs) * this.percent) / 100);
    this.atMs = now;
  }
}
