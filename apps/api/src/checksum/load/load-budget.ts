/** How much of the time may be spent reading. */
export interface LoadTerms {
  /** The share of the time, above 0 and up to 1. */
  share: number;
  /** So much reading time, in ms, can be saved up. The limit keeps a run from reading at full speed after a long pause. */
  mostSavedMs: number;
  /** How much of it is saved up at the beginning. */
  savedMs: number;
  /** Shown to people while nothing is read. */
  reason: string;
}

/**
 * Keeps the time spent reading at a share of the time that passes: a bucket of reading time that fills at that rate.
 * It depends on nothing but the monotonic clock it is given.
 */
export class LoadBudget {
  /** Reading time that is left. While it is negative nothing is read. */
  private leftMs: number;
  private atMs: number;

  constructor(
    private readonly terms: LoadTerms,
    private readonly nowMs: () => number,
  ) {
    this.leftMs = terms.savedMs;
    this.atMs = nowMs();
  }

  /** To be called after each read. */
  note(tookMs: number): void {
    this.refill();
    this.leftMs -= tookMs;
  }

  /** How long nothing should be read now, in milliseconds; 0: go on. */
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
