import type { EncryptionSide } from '@cutover/contracts';

/** What the source has is shown beside the target and decides nothing. In ms. */
export const sourceEveryMs = 600_000;

/** Files of its log are looked into a few at a time. Until the last of them is known it is read so often, in ms. */
const unfinishedMs = 60_000;

/** A source that is asked again before its time is busy with us for a twentieth of the time at most. */
const restPerWork = 20;

/**
 * Pure: how long, in ms, the source is left alone after a reading that took `tookMs`. One that was not up yet is read again in the next
 * round; one that worked for long in vain is production, and has other work.
 */
export function sourceWaitMs({ progress, logs }: Pick<EncryptionSide, 'progress' | 'logs'>, tookMs: number): number {
  const isWhole = progress !== null && logs?.unknown === 0;
  const leastMs = isWhole ? sourceEveryMs : progress === null ? 0 : unfinishedMs;
  return Math.min(sourceEveryMs, Math.max(leastMs, restPerWork * tookMs));
}
