/** After one table waited in vain, each later table of the run waits this long. */
const shortWaitMs = 1_000;

/**
 * How long the tables of one run may wait for the target. Without this, a target that is an hour behind would cost a
 * run of five hundred tables five hundred full waits. With it, the first table waits in full and the others wait a
 * second each, until one of them sees the target arrive.
 */
export class Patience {
  private isExhausted = false;

  constructor(private readonly fullWaitMs: number) {}

  nextWaitMs(): number {
    return this.isExhausted ? Math.min(shortWaitMs, this.fullWaitMs) : this.fullWaitMs;
  }

  /** To be called after every wait. */
  note(hasArrived: boolean): void {
    this.isExhausted = !hasArrived;
  }
}
