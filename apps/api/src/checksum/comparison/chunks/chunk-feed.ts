import type { KeyRange, KeyValues } from './key-range.js';

/**
 * Where a range stands among those of its table, whatever the type of the key: compared element by element, and a shorter
 * one stands before those that it begins. Parts of a range, and what is compared later between it and the next, begin with
 * its place.
 */
export type Place = readonly number[];

/** Without a place: the one range of its table. */
export interface PlacedRange extends KeyRange {
  place?: Place;
}

/** Pure: orders ranges as their keys are ordered. */
export function byPlace({ place: a = [] }: PlacedRange, { place: b = [] }: PlacedRange): number {
  const differing = a.findIndex((element, index) => element !== b[index]);
  return differing === -1 ? a.length - b.length : (a[differing] ?? 0) - (b[differing] ?? -Infinity);
}

/** Hands out the ranges of a table one after the other, without gap or overlap; the first and last are open. */
export interface ChunkFeed {
  /** The next range of about so many rows; null after the last. */
  next(rows: number): Promise<PlacedRange | null>;
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
