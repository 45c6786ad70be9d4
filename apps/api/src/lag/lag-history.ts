/** What one cycle leaves behind for the measures that need several. Bounded: see {@link appendSample}. */
export interface PositionSample {
  /** Monotonic milliseconds. */
  atMs: number;
  /** Position of the source; null when it could not be read. */
  sourcePosition: string | null;
  /** What the source has written, in the unit of its engine (PositionMath.count); only differences of it mean anything. */
  written: bigint | null;
  /** How much of it the target lacks, in the same unit; null when unknown. */
  behind: bigint | null;
}

/** Enough for ten minutes at one second, and for an hour at five. */
const mostSamples = 720;
/** Nothing older tells anything about now. */
const oldestMs = 3_600_000;

/** Pure: the history with one more sample, oldest first, with what is too old or too much left out. */
export function appendSample(history: readonly PositionSample[], sample: PositionSample): PositionSample[] {
  return withNewest(history, sample, { oldestMs, most: mostSamples });
}

/** Pure: samples with one more, oldest first, without what is older than `oldestMs` or more than `most`. */
export function withNewest<Sample extends { atMs: number }>(
  samples: readonly Sample[],
  newest: Sample,
  { oldestMs, most }: { oldestMs: number; most: number },
): Sample[] {
  const fresh = samples.findIndex(({ atMs }) => newest.atMs - atMs <= oldestMs);
  // It is copied with every look at every database: once is enough.
  const kept = fresh === -1 ? [] : samples.slice(Math.max(fresh, samples.length + 1 - most));
  kept.push(newest);
  return kept;
}
