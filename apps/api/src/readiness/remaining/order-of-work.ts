/**
 * In which order a person mends things: without a connection nothing is known, what does not replicate makes every comparison void,
 * a schema that differs makes the rows differ, and so on. Names of sections of the page.
 */
export const placedSections: readonly string[] = [
  'connections',
  'lag',
  'logical-replication',
  'heartbeat',
  'parity',
  'not-replicated',
  'checksums',
  'consistency',
  'target-writable',
  'event-scheduler',
  'encryption',
  'rds',
  'sessions',
  'sequences',
  'freeze-proof',
  'binlog-retention',
  'restorable-backup',
  'rollback-path',
  'notifications',
];

/**
 * Checks that come before the rest of their section, in this order: a server under two names before anything that was measured of
 * it, a pair that is another one before what its tables say.
 */
const firstOfAll: readonly string[] = ['same-server', 'connection-lost', 'missing-grant', 'pair-seen'];

/** What only waiting does: it is done when nothing else is left. */
const last: readonly string[] = ['sustained-green'];

/**
 * Checks that only advise, and name the cause of what others found: they are done before all that is mended on the servers, because
 * otherwise it comes again.
 */
const causes: Readonly<Record<string, readonly string[]>> = {
  'target-writable': ['errant-transactions', 'unseen-writes'],
};

/** Pure: whether one check is the cause of what another found. */
export function isCauseOf(cause: string, effect: string): boolean {
  return causes[cause]?.includes(effect) === true;
}

/** Pure: the place of a step; the lower, the earlier. A section that is not placed comes after those that are. */
export function placeOf({ check, section }: { check: string; section: string }): number {
  const early = firstOfAll.indexOf(check);
  if (early >= 0) return early - firstOfAll.length;
  if (last.includes(check)) return Infinity;
  const place = placedSections.indexOf(section);
  return place >= 0 ? place : placedSections.length;
}
