import type { ChunkFeed } from './chunk-feed.js';
import { RangeCutter } from './chunk-feed.js';
import type { KeyRange, KeyValues } from './key-range.js';

/** Looks up the key that stands `rows` rows after `after`; null when there are not so many. */
export type FindBoundary = (after: KeyValues | null, rows: number) => Promise<KeyValues | null>;

/** Ranges of any key, by looking the boundaries up on the source. They need not be in anybody's snapshot. */
export class KeysetFeed implements ChunkFeed {
  private readonly cutter: RangeCutter;

  constructor(
    private readonly find: FindBoundary,
    after: KeyValues | null = null,
  ) {
    this.cutter = new RangeCutter(after);
  }

  /** Must not be asked again before it has answered: both would start from the same boundary. */
  async next(rows: number): Promise<KeyRange | null> {
    if (this.cutter.isAtEnd) return null;
    return this.cutter.cut(await this.find(this.cutter.position, rows));
  }

  note(): void {
    // Boundaries are counted, not estimated: there is nothing to learn.
  }
}
