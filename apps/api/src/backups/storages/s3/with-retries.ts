import { setTimeout as pause } from 'node:timers/promises';

/** How often, and how long. */
export interface RetryTerms {
  /** So long after the first failure no further attempt begins. */
  retryMs: number;
  /** The first pause; each next one may be twice as long, up to ten seconds. */
  firstPauseMs: number;
  isPassing: (error: unknown) => boolean;
  signal: AbortSignal;
}

const longestPauseMs = 10_000;

/** Tries until it works. Rejects with the last failure when that is not a passing one, or the time is over; or with the signal's reason. */
export async function withRetries<T>(work: () => Promise<T>, terms: RetryTerms): Promise<T> {
  let endMs: number | null = null;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      terms.signal.throwIfAborted();
      endMs ??= performance.now() + terms.retryMs;
      const waitMs = pauseMs(attempt, terms.firstPauseMs, Math.random());
      if (!terms.isPassing(error) || performance.now() + waitMs > endMs) throw error;
      await pause(waitMs, undefined, { signal: terms.signal });
    }
  }
}

/** Pure: the pause after an attempt (from 0), between half and all of what doubles: many that failed together do not come back together. */
export function pauseMs(attempt: number, firstPauseMs: number, random: number): number {
  const longest = Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
  return longest * (0.5 + random / 2);
}
