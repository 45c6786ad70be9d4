import type { KeyRange, KeyValues } from './key-range.js';

/**
 * The place of a range among those of its table, whatever the type of the key. Places are compared element by element,
 * like the numbers of chapters: 2, 2.0, 2.1, 3. When a range is divided, or a later run compares what lies behind it,
 * the new ranges begin with its place and add a number.
 */
export type Place = readonly number[];

/** A range and its place; without a place it is the only range of its table. */
export interface PlacedRange extends KeyRange {
  place?: Place;
}

/** Pure: orders ranges as their keys are ordered. */
export function byPlace({ place: a = [] }: PlacedRange, { place: b = [] }: PlacedRange): number {
  const differing = a.findIndex((element, index) => element !== b[index]);
  return differing === -1 ? a.length - b.length : (a[differing] ?? 0) - (b[differing] ?? -Infinity);
}

/**
 * Hands out the ranges of a table one after the other, without gap or overlap. The first has no beginning and the last
 * no end.
 */
export interface ChunkFeed {
  /** The next range of about `rows` rows; null after the last. */
  next(rows: number): Promise<PlacedRange | null>;
  /** To be called with the number of rows that a range held. */
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
