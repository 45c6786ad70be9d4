import type { Verdict } from '@cutover/contracts';

/** The command could not run, so nothing is known. A line on stderr says what to do. */
export const exitCannotRun = 3;

/** The exit code for each verdict; documented in docs/verify.md. */
export const exitCodes: Readonly<Record<Verdict, number>> = { matched: 0, diverged: 1, unverified: 2, lagging: 2 };
