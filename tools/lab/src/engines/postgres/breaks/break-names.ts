/** Everything that can be broken on request in a pair of PostgreSQL servers. Each name has a file of its own beside this one. */
export const breakNames = ['subscription-disabled', 'apply-error', 'slot-dropped'] as const;

export type BreakName = (typeof breakNames)[number];
