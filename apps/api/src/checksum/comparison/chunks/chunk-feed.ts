import type { KeyRange, KeyValues } from './key-range.js';

/**
 * Where a range stands among those of its table, whatever the type of the key. Places are compared element by element, like
 * the numbers of chapters: 2, 2.0, 2.1, 3. The parts of a range, and ranges that a later run compares between it and the
 * next, have its place as their beginning.
 */
export type Place = readonly number[];

/** A range and its place; without one it is the only range of its table. */
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
  /** The next range of about `rows` rows; null after the last. */
  next(rows: number): Promise<PlacedRange | null>;
  /** Told how many rows a range held. */
  note(range: KeyRange, rows: bigint): void;
}

/** Cuts the keys of a table into ranges, at the bounds that its caller names. */
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
