import type { EntityManager } from 'typeorm';

/** A write that waits until the store works. */
export interface WaitingWrite {
  key: string;
  work: (manager: EntityManager) => Promise<unknown>;
}

/** 20,000 samples are more than a day of one migration at 5 s, and about 10 MB. */
const defaultLimit = 20_000;

/** Bounded line of writes, in order of arrival, one per key; when it is full the oldest is lost and counted. */
export class RetriedWrites {
  private readonly waiting = new Map<string, WaitingWrite['work']>();
  private lost = 0;

  constructor(private readonly limit = defaultLimit) {}

  get size(): number {
    return this.waiting.size;
  }

  has(key: string): boolean {
    return this.waiting.has(key);
  }

  /** Adds at the end; the same key again replaces what waits, because only the latest state matters. */
  add(key: string, work: WaitingWrite['work']): void {
    this.waiting.delete(key);
    this.waiting.set(key, work);
    this.dropOldest();
  }

  /** Removes and returns the oldest. */
  take(): WaitingWrite | null {
    for (const [key, work] of this.waiting) {
      this.waiting.delete(key);
      return { key, work };
    }
    return null;
  }

  /** Removes and returns the oldest, so many at most. */
  takeMany(most: number): WaitingWrite[] {
    const taken: WaitingWrite[] = [];
    while (taken.length < most) {
      const write = this.take();
      if (write === null) break;
      taken.push(write);
    }
    return taken;
  }

  /** Puts those that failed back in front, in their order, but for those of which a newer one of their key has come meanwhile. */
  putBack(writes: readonly WaitingWrite[]): void {
    const rest = [...this.waiting];
    const newer = new Set(this.waiting.keys());
    this.waiting.clear();
    for (const { key, work } of writes) if (!newer.has(key)) this.waiting.set(key, work);
    for (const [key, work] of rest) this.waiting.set(key, work);
    this.dropOldest();
  }

  /** Counts a write that will never be done. */
  giveUp(): void {
    this.lost += 1;
  }

  /** How many were lost since this was last asked. */
  lostSinceLastAsked(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  private dropOldest(): void {
    while (this.waiting.size > this.limit) {
      this.take();
      this.lost += 1;
    }
  }
}
