/** Everything that can be broken on request in a pair of PostgreSQL servers. Each name has a file of its own beside this one. */
export const breakNames = [
  'subscription-disabled',
  'worker-killed',
  'apply-error',
  'slot-dropped',
  'slot-lost',
  'publisher-down',
  'subscriber-down',
  'wrong-password',
  'table-not-published',
  'replica-identity-missing',
  'sequence-behind',
  'schema-changed',
  'row-changed',
  'row-missing',
  'row-extra',
  'long-transaction',
] as const;

export type BreakName = (typeof breakNames)[number];
