import type { Verdict } from '@cutover/contracts';

/** Could not run at all: nothing is known, and a line on stderr says what to do. */
export const exitCannotRun = 3;

/** What the shell is told; documented in docs/verify.md. */
export const exitCodes: Readonly<Record<Verdict, number>> = { matched: 0, diverged: 1, unverified: 2, lagging: 2 };
