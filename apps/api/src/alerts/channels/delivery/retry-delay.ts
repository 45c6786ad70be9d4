const firstMs = 1_000;
const longestMs = 300_000;

/**
 * How long to wait after so many failed attempts in a row: 1 s, doubled each time, up to five minutes; a quarter more or less,
 * so that many do not come back in the same moment. `random`: 0 ≤ x < 1.
 */
export function retryDelayMs(failedAttempts: number, random: number): number {
  const delayMs = Math.min(firstMs * 2 ** Math.max(0, failedAttempts - 1), longestMs);
  return delayMs * (0.75 + random / 2);
}
