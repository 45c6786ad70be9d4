/** When to try again, and when to call a server down. Milliseconds. */
export interface RetryPlan {
  /** Pause after the first failure; every further failure doubles it. */
  firstDelayMs: number;
  /** No pause is longer: a server that is back must be noticed soon. */
  longestDelayMs: number;
  /** So many failures in a row make a side that never answered `down`. */
  attemptsUntilDown: number;
}

/** 5 s, 10 s, then at most 15 s for ever: a recovery shows within a quarter of a minute, and nobody is hammered. */
export const defaultRetryPlan: RetryPlan = { firstDelayMs: 5_000, longestDelayMs: 15_000, attemptsUntilDown: 3 };

/**
 * Pause before the next attempt, in milliseconds.
 * @param failures consecutive failures so far, at least 1
 * @param random 0 ≤ random < 1; shortens the pause by up to a fifth, so that many sides do not retry in step
 */
export function retryDelayMs(plan: RetryPlan, failures: number, random: number): number {
  // 2^30 is far past any cap; without the bound the power overflows to Infinity after days of outage.
  const grown = plan.firstDelayMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30);
  return Math.round(Math.min(grown, plan.longestDelayMs) * (1 - 0.2 * random));
}
