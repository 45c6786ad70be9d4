import { transactionsText } from '../checks/texts/transactions-text.js';
import type { PositionSample } from './lag-history.js';

/**
 * Pure: seconds that the target is behind at the very least, proved by positions alone: the age of the oldest sample
 * whose source position the target has not reached yet. 0 when it has reached all; null when nothing can be compared.
 *
 * This measure cannot be fooled by the moment between reading one side and the other: it holds what the target has now
 * against what the source had a while ago.
 */
export function provenLagSeconds(
  history: readonly PositionSample[],
  targetPosition: string | null,
  nowMs: number,
  hasReached: (reached: string, wanted: string) => boolean,
): number | null {
  if (targetPosition === null) return null;
  const samples = history.filter((sample) => sample.sourcePosition !== null);
  if (samples.length === 0) return null;
  // A source only moves forward: what was reached once stays reached, so the border can be searched by halves.
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hasReached(targetPosition, samples[middle]!.sourcePosition!)) low = middle + 1;
    else high = middle;
  }
  return low === samples.length ? 0 : (nowMs - samples[low]!.atMs) / 1000;
}

/** Seconds are whole and the two sides are read one after the other; only more than this is a contradiction. */
const toleranceSeconds = 4;

/**
 * Pure: why the measures disagree, or null. A dead receiver that the target has not noticed, or a clock that is wrong,
 * makes a server say 0 seconds while it lacks what its source wrote long ago.
 */
export function contradictionOf(
  seconds: number | null,
  provenSeconds: number | null,
  transactionsBehind: bigint | null,
): string | null {
  if (seconds !== 0 || provenSeconds === null || provenSeconds <= toleranceSeconds) return null;
  const lacking = transactionsBehind === null ? '' : ` and lacks ${transactionsText(transactionsBehind)} now`;
  return (
    `The target says 0 seconds, but has not applied what the source wrote ${Math.floor(provenSeconds)} s ago${lacking}. ` +
    'Trust the position: check that the receiver gets anything, and the clocks of both servers.'
  );
}

/** Pure: whether the lag is over its threshold; the worse of both measures counts. null is unknown. */
export function isOverThreshold(
  seconds: number | null,
  provenSeconds: number | null,
  thresholdSeconds: number,
): boolean | null {
  if (Math.max(seconds ?? 0, provenSeconds ?? 0) > thresholdSeconds) return true;
  return seconds === null ? null : false;
}
