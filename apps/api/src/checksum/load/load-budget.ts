/** How much of the time may be spent reading. */
export interface LoadTerms {
  /** Above 0 and up to 1. */
  share: number;
  /** Reading time in ms that may be saved up: a run that stood still does not then run wild. */
  mostSavedMs: number;
  /** How much of that is there at the beginning. */
  savedMs: number;
  /** Said to people while nothing is read. */
  reason: string;
}

/**
 * Keeps the time spent reading at a share of the time that passes: a bucket of reading time that fills at that share.
 * Pure but for the clock it is given, which is monotonic.
 */
export class LoadBudget {
  /** Negative: the servers are left alone until it is not. */
  private leftMs: number;
  private atMs: number;

  constructor(
    private readonly terms: LoadTerms,
    private readonly nowMs: () => number,
  ) {
    this.leftMs = terms.savedMs;
    this.atMs = nowMs();
  }

  /** Told after each read. */
  note(tookMs: number): void {
    this.refill();
    this.leftMs -= tookMs;
  }

  /** How long the servers should now be left alone, in milliseconds; 0: go on. */
  restMs(): number {
    this.refill();
    return Math.max(0, -this.leftMs / this.terms.share);
  }

  /** Why to wait; null: go on. */
  reason(): string | null {
    return this.restMs() > 0 ? this.terms.reason : null;
  }

  private refill(): void {
    const { share, mostSavedMs } = this.terms;
    const now = this.nowMs();
    this.leftMs = Math.min(mostSavedMs, this.leftMs + (now - this.atMs) * share);
    this.atMs = now;
  }
}
