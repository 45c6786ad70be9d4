/** How large chunks are. Times in milliseconds, sizes in rows. */
export interface ChunkSizing {
  /**
   * How long a chunk should take on the slower side: short enough to react to load, long enough that its overhead does
   * not matter.
   */
  targetMs: number;
  first: number;
  smallest: number;
  largest: number;
  /** A range that was not read in time is divided down to so many rows, for each may be huge; absent: smallest. */
  least?: number;
}

/** Half a second a chunk. The largest size keeps the search in one differing chunk cheap compared with the whole pass. */
export const defaultSizing: ChunkSizing = {
  ...{ targetMs: 500, first: 20_000, smallest: 1_000, largest: 1_000_000 },
  least: 10,
};

/** Weight of the newest chunk in the average. */
const newestShare = 0.5;
/** From one chunk to the next the size grows or shrinks by this factor at most. */
const steepest = 4;

/**
 * Size of the next chunk, from the speed of the last ones. It is a decaying average, so that one slow moment is soon
 * forgotten.
 */
export class ChunkSize {
  private rowsPerMs: number | null = null;
  private size: number;
  /** No chunk is smaller. It falls where so few rows are too slow already. */
  private smallest: number;

  constructor(private readonly sizing: ChunkSizing = defaultSizing) {
    this.size = sizing.first;
    this.smallest = sizing.smallest;
  }

  rows(): number {
    return this.size;
  }

  /** A range of so many rows is not divided any further. */
  get least(): number {
    return this.sizing.least ?? this.sizing.smallest;
  }

  /** To be called after every chunk. A chunk of a few rows is ignored: it says nothing of the speed. */
  note(rows: number, tookMs: number): void {
    if (rows < this.smallest / 2) return;
    const now = rows / Math.max(tookMs, 1);
    this.rowsPerMs = this.rowsPerMs === null ? now : this.rowsPerMs * (1 - newestShare) + now * newestShare;
    this.size = this.bounded(this.rowsPerMs * this.sizing.targetMs);
  }

  /** To be called when a chunk was ended by its time limit. */
  noteTimeout(): void {
    this.rowsPerMs = null;
    if (this.size <= this.smallest) this.smallest = Math.max(this.least, Math.round(this.smallest / steepest));
    this.size = this.bounded(this.size / steepest);
  }

  private bounded(wanted: number): number {
    const gradual = Math.min(Math.max(wanted, this.size / steepest), this.size * steepest);
    return Math.round(Math.min(Math.max(gradual, this.smallest), this.sizing.largest));
  }
}
