import { staleIntervals } from '@cutover/contracts';
import type { LagSample } from '../lag/store/sample.store.js';

/** A window of the result holds at most its largest, its smallest and one unknown sample. */
const pointsPerWindow = 3;

/** Where more than `staleIntervals` lie between two samples, puts a sample of nulls: a gap is a gap, never a straight line. */
export function markGaps(samples: LagSample[], intervalMs: number): LagSample[] {
  const marked: LagSample[] = [];
  let previous: LagSample | null = null;
  for (const sample of samples) {
    if (previous && sample.atMs - previous.atMs > staleIntervals * intervalMs)
      marked.push(gapAt(previous.atMs + intervalMs));
    marked.push(sample);
    previous = sample;
  }
  return marked;
}

function gapAt(atMs: number): LagSample {
  const nothing = {
    seconds: null,
    atLeastSeconds: null,
    transactionsBehind: null,
    notReceivedBytes: null,
    notAppliedBytes: null,
  };
  return { atMs, ...nothing, state: 'unknown' };
}

/**
 * At most `points` of the samples (sorted by time), windows of equal length each keeping its extremes of the seconds
 * (told or proved; ties by transactions, then bytes) and one unknown sample if it has any: neither a peak nor a blind spot gets lost.
 * Below three points the largest and the unknown ones come first.
 */
export function downsample(samples: LagSample[], points: number): LagSample[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length <= points) return samples;
  const perWindow = Math.min(pointsPerWindow, points);
  const windowCount = Math.floor(points / perWindow);
  const windowMs = (last.atMs - first.atMs + 1) / windowCount;
  const windows = Array.from({ length: windowCount }, (): LagSample[] => []);
  for (const sample of samples) windows[Math.floor((sample.atMs - first.atMs) / windowMs)]?.push(sample);
  return windows.flatMap((window) => extremes(window, perWindow));
}

function extremes(window: LagSample[], limit: number): LagSample[] {
  const measured = window.filter((sample) => most(sample) !== null);
  const unknown = window.find((sample) => most(sample) === null);
  const largest = measured.reduce<LagSample | undefined>((a, b) => (a && compare(a, b) >= 0 ? a : b), undefined);
  const smallest = measured.reduce<LagSample | undefined>((a, b) => (a && compare(a, b) <= 0 ? a : b), undefined);
  const picked = [...new Set([largest, unknown, smallest])].filter((sample) => sample !== undefined);
  return picked.slice(0, limit).sort((a, b) => a.atMs - b.atMs);
}

function compare(a: LagSample, b: LagSample): number {
  return (
    (most(a) ?? 0) - (most(b) ?? 0) ||
    (a.transactionsBehind ?? 0) - (b.transactionsBehind ?? 0) ||
    backlogBytes(a) - backlogBytes(b)
  );
}

/** What it tells, or what positions prove; null: neither. */
function most({ seconds, atLeastSeconds }: LagSample): number | null {
  return seconds === null ? atLeastSeconds : Math.max(seconds, atLeastSeconds ?? 0);
}

function backlogBytes(sample: LagSample): number {
  return (sample.notReceivedBytes ?? 0) + (sample.notAppliedBytes ?? 0);
}
