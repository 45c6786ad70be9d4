import type { ChunkFeed, PlacedRange } from './chunk-feed.js';
import { isSameKey, type KeyRange } from './key-range.js';

/** Hands out the ranges of several gaps of a table, in order, each with its place. */
export class GapFeed implements ChunkFeed {
  private readonly left: PlacedRange[];
  private gap: PlacedRange | null = null;
  private feed: ChunkFeed | null = null;
  private cut = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** `feedOf` makes the feed of one gap. Its last range, which has no end, ends where the gap ends. */
  constructor(
    gaps: readonly PlacedRange[],
    private readonly feedOf: (gap: PlacedRange) => ChunkFeed,
  ) {
    this.left = [...gaps];
  }

  /** Calls wait for each other: two workers must not both start from the same boundary. */
  next(rows: number): Promise<PlacedRange | null> {
    const turn = this.last.then(() => this.advance(rows));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  note(range: KeyRange, rows: bigint): void {
    this.feed?.note(range, rows);
  }

  private async advance(rows: number): Promise<PlacedRange | null> {
    for (;;) {
      const range = (await this.feed?.next(rows)) ?? null;
      if (range !== null && this.gap !== null) {
        const upTo = range.upTo ?? this.gap.upTo;
        // A boundary may happen to be the end of the gap.
        if (isSameKey(upTo, this.gap.upTo)) this.feed = null;
        return { after: range.after, upTo, place: [...(this.gap.place ?? []), this.cut++] };
      }
      this.gap = this.left.shift() ?? null;
      if (this.gap === null) return null;
      this.feed = this.feedOf(this.gap);
      this.cut = 0;
    }
  }
}

/** Pure: what the given ranges leave out of a table. They are in the order of the key. */
export function gapsBetween(ranges: readonly PlacedRange[]): PlacedRange[] {
  const [first] = ranges;
  if (first === undefined) return [{ after: null, upTo: null, place: [] }];
  const before = { after: null, upTo: first.after, place: [(first.place?.[0] ?? 0) - 1] };
  const behind = ranges.flatMap(({ upTo, place = [] }, index): PlacedRange[] => {
    const next = ranges[index + 1]?.after ?? null;
    return upTo === null || isSameKey(upTo, next) ? [] : [{ after: upTo, upTo: next, place }];
  });
  return first.after === null ? behind : [before, ...behind];
}
