import { withNewest } from '../lag-history.js';

/** What one look leaves behind for the rates. Bounded: see {@link appendLogSample}. */
export interface LogSample {
  /** Monotonic milliseconds. */
  atMs: number;
  /** Bytes that the source has written; only differences mean anything. */
  written: bigint;
  /** By name of the slot: from where the source keeps log for it, counted as `written`. */
  keptFrom: ReadonlyMap<string, bigint>;
  /** By name of the slot: up to where its reader has confirmed, counted as `written`. */
  confirmed: ReadonlyMap<string, bigint>;
}

/** Rates are taken over the last minutes: longer hides a change of load, shorter jumps with every batch job. */
const windowMs = 600_000;
const fewestSamples = 3;
/** A slot that is read moves in steps of many seconds; over less than this its rate is noise. */
const shortestMs = 60_000;
/** More is not needed for the window, whatever the interval is. */
const mostSamples = 300;

/** Pure: the samples with one more, oldest first. A source that counts backwards was restored: nothing before it counts. */
export function appendLogSample(samples: readonly LogSample[], sample: LogSample): LogSample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.written < last.written) return [sample];
  return withNewest(samples, sample, { oldestMs: windowMs, most: mostSamples });
}

/** Pure: bytes a second that the source writes; null: too few samples. */
export function writtenRate(samples: readonly LogSample[]): number | null {
  return rateOf(samples, ({ written }) => written, 0);
}

/**
 * Pure: bytes a second by which the log that is kept for a slot grows; below 0 where it shrinks. One that nobody reads is told
 * from three samples; of one that is read, a minute is needed. null: not known yet.
 */
export function keptGrowth(samples: readonly LogSample[], slot: NamedSlot): number | null {
  return growthOf(samples, slot, ({ keptFrom }) => keptFrom.get(slot.name));
}

/** Pure: the same of the log that the reader of the slot has not confirmed. */
export function behindGrowth(samples: readonly LogSample[], slot: NamedSlot): number | null {
  return growthOf(samples, slot, ({ confirmed }) => confirmed.get(slot.name));
}

interface NamedSlot {
  name: string;
  isActive: boolean;
}

function growthOf(
  samples: readonly LogSample[],
  { isActive }: NamedSlot,
  reached: (sample: LogSample) => bigint | undefined,
): number | null {
  // A slot of this name that was made anew begins anew.
  const since = samples.slice(samples.findLastIndex((sample) => reached(sample) === undefined) + 1);
  return rateOf(since, (sample) => sample.written - reached(sample)!, isActive ? shortestMs : 0);
}

function rateOf(samples: readonly LogSample[], amount: (sample: LogSample) => bigint, leastMs: number): number | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < fewestSamples) return null;
  const ms = last.atMs - first.atMs;
  return ms <= 0 || ms < leastMs ? null : Number(amount(last) - amount(first)) / (ms / 1000);
}
