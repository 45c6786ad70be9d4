import type { ChunkFeed } from './chunk-feed.js';
import { RangeCutter } from './chunk-feed.js';
import { isSameKey, type KeyRange, type KeyValues } from './key-range.js';

/** Looks up the key that is `rows` rows after `after`; null when there are fewer. */
export type FindBoundary = (after: KeyValues | null, rows: number) => Promise<KeyValues | null>;

/** A table of few rows may grow by so many while it is walked. */
const leastRows = 10_000_000;
/** A server's estimate of a larger table is rarely off by more than this factor. */
const estimateFactor = 4;

/**
 * Ranges of any key. Their ends are looked up on the source, and need not be part of any snapshot.
 *
 * It ends also where the source adds rows at the end faster than they are read: once it has handed out far more rows
 * than the table was said to have, all that is left becomes the last range. That range is divided like any other, if it
 * is not read in time.
 */
export class KeysetFeed implements ChunkFeed {
  private readonly cutter: RangeCutter;
  private rowsLeft: number;

  constructor(
    private readonly find: FindBoundary,
    after: KeyValues | null = null,
    estimatedRows = 0n,
  ) {
    this.cutter = new RangeCutter(after);
    this.rowsLeft = Math.max(leastRows, Number(estimatedRows) * estimateFactor);
  }

  /** The next call must wait for the answer: two calls would begin at the same key. */
  async next(rows: number): Promise<KeyRange | null> {
    const { cutter } = this;
    if (cutter.isAtEnd) return null;
    this.rowsLeft -= rows;
    const bound = this.rowsLeft < 0 ? null : await this.find(cutter.position, rows);
    // A boundary where the range begins would be found again for ever.
    return cutter.cut(isSameKey(bound, cutter.position) ? null : bound);
  }

  note(): void {
    // Boundaries are counted, not estimated: there is nothing to learn.
  }
}
