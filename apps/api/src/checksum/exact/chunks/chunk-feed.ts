import type { KeyValues } from './key-column.js';
import type { KeyRange } from './key-range.js';

/** Hands out the ranges of a table one after the other, without gap or overlap; the first and last are open. */
export interface ChunkFeed {
  /** The next range of about so many rows; null after the last. */
  next(rows: number): Promise<KeyRange | null>;
  /** Told how many rows a range held. */
  note(range: KeyRange, rows: bigint): void;
}

/** Cuts an ordered key space at bounds that somebody else chooses. */
export class RangeCutter {
  private isDone = false;

  constructor(private after: KeyValues | null) {}

  get position(): KeyValues | null {
    return this.after;
  }

  get isAtEnd(): boolean {
    return this.isDone;
  }

  /** The range up to `bound`; null makes it the last. */
  cut(bound: KeyValues | null): KeyRange {
    const range = { after: this.after, upTo: bound };
    this.after = bound;
    this.isDone = bound === null;
    return range;
  }
}
