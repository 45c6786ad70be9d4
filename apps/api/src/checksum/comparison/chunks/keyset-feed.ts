import type { ChunkFeed } from './chunk-feed.js';
import { RangeCutter } from './chunk-feed.js';
import type { KeyRange, KeyValues } from './key-range.js';

/** Looks up the key that is `rows` rows after `after`; null when there are fewer. */
export type FindBoundary = (after: KeyValues | null, rows: number) => Promise<KeyValues | null>;

/** Ranges of any key. Their ends are looked up on the source, and need not be part of any snapshot. */
export class KeysetFeed implements ChunkFeed {
  private readonly cutter: RangeCutter;

  constructor(
    private readonly find: FindBoundary,
    after: KeyValues | null = null,
  ) {
    this.cutter = new RangeCutter(after);
  }

  /** The next call must wait for the answer: two calls would begin at the same key. */
  async next(rows: number): Promise<KeyRange | null> {
    if (this.cutter.isAtEnd) return null;
    return this.cutter.cut(await this.find(this.cutter.position, rows));
  }

  note(): void {
    // Boundaries are counted, not estimated: there is nothing to learn.
  }
}
