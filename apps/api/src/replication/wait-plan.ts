/** First pause between two looks at the target's position; most waits end within a few of them. */
const firstPauseMs = 20;
/** A target that is far behind is asked twice a second, which it does not feel. */
const longestPauseMs = 500;

/** Pause after `looks` looks in vain, in milliseconds: 20, 30, 45, … up to 500. */
export function pauseAfter(looks: number): number {
  return Math.round(Math.min(firstPauseMs * 1.5 ** Math.min(looks, 30), longestPauseMs));
}

/** A position that has not moved for so long makes us ask whether replication runs at all. */
export const suspiciousAfterMs = 2_000;
