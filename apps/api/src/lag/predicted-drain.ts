import type { PositionSample } from './lag-history.js';

/** Rates are taken over the last minutes: longer hides a change of load, shorter jumps with every batch job. */
const windowMs = 180_000;
const fewestSamples = 3;

/**
 * Pure: seconds until the target has caught up, as backlog ÷ (apply rate − write rate) over the last three minutes.
 * 0 when there is no backlog; null when unknown, or never (it is not catching up).
 */
export function predictedDrainSeconds(history: readonly PositionSample[]): number | null {
  const last = history.at(-1);
  if (!last || last.behind === null || last.written === null) return null;
  if (last.behind === 0n) return 0;
  const window = history.filter(
    ({ atMs, behind, written }) => last.atMs - atMs <= windowMs && behind !== null && written !== null,
  );
  const first = window[0];
  if (!first || window.length < fewestSamples) return null;
  const seconds = (last.atMs - first.atMs) / 1000;
  const writtenSince = Number(last.written - first.written!);
  const appliedSince = writtenSince - Number(last.behind - first.behind!);
  // A source that counts backwards was reset or replaced: its rates mean nothing.
  if (seconds <= 0 || writtenSince < 0) return null;
  const netRate = (appliedSince - writtenSince) / seconds;
  return netRate > 0 ? Math.round(Number(last.behind) / netRate) : null;
}
