import type { SoakPair } from './pair.js';

interface Waiting {
  readonly tables: readonly string[];
  readonly position: string;
  readonly done: (atMs: number) => void;
}

/** What was done on the source, and must reach the target before it is known to be so on both sides. */
export class Confirmations {
  private waiting: Waiting[] = [];

  constructor(private readonly pair: SoakPair) {}

  /** Calls `done` when the target has applied all that the source has committed up to now. */
  async whenApplied(tables: readonly string[], done: (atMs: number) => void): Promise<void> {
    this.waiting.push({ tables, position: await this.pair.sourcePosition(), done });
  }

  /** Nothing is under way to the target that concerns this table: what is done to it there is done to this very table. */
  isSettled(table: string): boolean {
    return !this.waiting.some(({ tables }) => tables.includes(table));
  }

  /** Looks what the target has applied meanwhile. */
  async look(): Promise<void> {
    if (this.waiting.length === 0 || !this.pair.server('target').isRunning()) return;
    const outcomes = await this.pair.haveApplied(this.waiting.map(({ position }) => position));
    const atMs = Date.now();
    const reached = this.waiting.filter((_, index) => outcomes[index]);
    this.waiting = this.waiting.filter((each) => !reached.includes(each));
    for (const { done } of reached) done(atMs);
  }
}
