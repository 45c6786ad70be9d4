/** Everything that can be broken on request. Each name has a file of its own beside this one. */
export const breakNames = [
  'replica-stopped',
  'replica-broken',
  'receiver-dead',
  'lag',
  'row-changed',
  'row-missing',
  'row-extra',
  'table-dropped',
  'grant-missing',
  'index-missing',
  'collation-changed',
  'auto-increment-behind',
  'wrong-password',
  'source-down',
  'target-down',
  'encryption-threads-zero',
  'plain-table',
  'event-scheduler-on',
  'stray-write-on-target',
  'long-transaction',
  'binlog-retention-short',
] as const;

export type BreakName = (typeof breakNames)[number];

export function isBreakName(name: string): name is BreakName {
  return (breakNames as readonly string[]).includes(name);
}
