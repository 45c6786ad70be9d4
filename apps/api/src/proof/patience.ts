/** How long a later table of the same run still waits after an earlier one waited in vain. */
const shortWaitMs = 1_000;

/**
 * How long the tables of one run may wait for the target. Without it a target that is an hour behind costs a run of five
 * hundred tables five hundred full waits; with it, one full wait and short looks until it is seen to arrive again.
 */
export class Patience {
  private isExhausted = false;

  constructor(private readonly fullWaitMs: number) {}

  nextWaitMs(): number {
    return this.isExhausted ? Math.min(shortWaitMs, this.fullWaitMs) : this.fullWaitMs;
  }

  /** Told after every wait. */
  note(hasArrived: boolean): void {
    this.isExhausted = !hasArrived;
  }
}
