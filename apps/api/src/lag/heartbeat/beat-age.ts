import type { Beat, WrittenBeat } from './heartbeat-dialect.js';

/** So many beats are remembered: an hour of them. */
const mostBeats = 3600;

/** Pure: the beats that were written, oldest first, with one more. */
export function withBeat(written: readonly Beat[], { number, writtenAtMs }: Beat): Beat[] {
  return [...written, { number, writtenAtMs }].slice(-mostBeats);
}

/**
 * Pure: for how long the target has lacked the oldest beat that it lacks, in seconds; 0: it lacks none. Everything that the
 * source committed before the beat that the target has is applied. The beat after it is known from memory; where it is not
 * (Cutover was started later), the age of the beat that the target has is taken, which is at most one beat more. null: the
 * target has a beat that the source never wrote.
 */
export function lackingSeconds(target: Beat, last: WrittenBeat, written: readonly Beat[]): number | null {
  // The beat of this moment cannot be there: the target was read before it was written.
  if (target.number > last.number) return null;
  if (target.number >= last.number - 1) return 0;
  const next = written.find(({ number }) => number === target.number + 1);
  return Math.max(0, (last.sourceNowMs - (next ?? target).writtenAtMs) / 1000);
}
