/** What one cycle leaves behind for the measures that need several. Bounded: see {@link appendSample}. */
export interface PositionSample {
  /** Monotonic milliseconds. */
  atMs: number;
  /** GTID position of the source; null when it could not be read. */
  sourcePosition: string | null;
  /** Transactions the source has written, all domains; only differences of it mean anything. */
  written: bigint | null;
  /** Transactions the target lacks. */
  behind: bigint | null;
}

/** Enough for ten minutes at one second, and for an hour at five. */
const mostSamples = 720;
/** Nothing older tells anything about now. */
const oldestMs = 3_600_000;

/** Pure: the history with one more sample, oldest first, with what is too old or too much left out. */
export function appendSample(history: readonly PositionSample[], sample: PositionSample): PositionSample[] {
  const fresh = history.filter(({ atMs }) => sample.atMs - atMs <= oldestMs);
  return [...fresh, sample].slice(-mostSamples);
}
