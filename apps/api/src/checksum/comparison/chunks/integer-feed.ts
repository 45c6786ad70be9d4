import type { ChunkFeed } from './chunk-feed.js';
import { RangeCutter } from './chunk-feed.js';
import type { KeyRange, KeyValues } from './key-range.js';

/** Smallest and largest key of both sides, and how many rows there may be. 64 bits, signed or not, hence BigInt. */
export interface IntegerSpan {
  min: bigint;
  max: bigint;
  rows: bigint;
}

/**
 * A key with fewer than one row in this many values is not dense: ranges of equal width would be empty, or hold the
 * whole table.
 */
const sparsest = 10n;
/**
 * How much wider than planned a range may become over a gap in the keys. Without a limit it would hold all rows behind
 * the gap.
 */
const widestFactor = 20;

/** True when ranges can be computed. Otherwise their ends must be looked up. */
export function isDense({ min, max, rows }: IntegerSpan): boolean {
  return rows > 0n && max - min + 1n <= rows * sparsest;
}

/** Ranges of an integer key, computed: the server is not asked. */
export class IntegerFeed implements ChunkFeed {
  private readonly cutter: RangeCutter;
  /** Rows for each value of the key, in the last ranges. */
  private density: number;

  constructor(
    private readonly span: IntegerSpan,
    after: KeyValues | null = null,
  ) {
    this.cutter = new RangeCutter(after);
    this.density = Math.min(1, Number(span.rows) / Number(span.max - span.min + 1n));
  }

  async next(rows: number): Promise<KeyRange | null> {
    if (this.cutter.isAtEnd) return null;
    const from = this.cutter.position === null ? this.span.min - 1n : BigInt(this.cutter.position[0] ?? 0);
    const width = Math.min(Math.max(rows / this.density, 1), rows * widestFactor);
    const upTo = from + BigInt(Math.round(width));
    return this.cutter.cut(upTo >= this.span.max ? null : [String(upTo)]);
  }

  note({ after, upTo }: KeyRange, rows: bigint): void {
    if (after === null || upTo === null) return;
    const width = Number(BigInt(upTo[0] ?? 0) - BigInt(after[0] ?? 0));
    const seen = Math.min(1, Math.max(Number(rows) / width, 1e-6));
    this.density = (this.density + seen) / 2;
  }
}
