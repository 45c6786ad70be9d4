/**
 * In which order a person mends things: without a connection nothing is known, what does not replicate makes every comparison void,
 * a schema that differs makes the rows differ, and so on. Names of sections of the page.
 */
const firstToLast: readonly string[] = [
  'connections',
  'lag',
  'parity',
  'checksums',
  'consistency',
  'target-writable',
  'event-scheduler',
  'encryption',
  'rds',
  'sessions',
  'rollback-path',
];

/**
 * Checks that come before the rest of their section, in this order: a server under two names before anything that was measured of
 * it, a pair that is another one before what its tables say.
 */
const firstOfAll: readonly string[] = ['same-server', 'connection-lost', 'missing-grant', 'pair-seen'];

/** What only waiting does: it is done when nothing else is left. */
const last: readonly string[] = ['sustained-green'];

/** Pure: the place of a step; the lower, the earlier. A section that is not named here comes after those that are. */
export function placeOf({ check, section }: { check: string; section: string }): number {
  const early = firstOfAll.indexOf(check);
  if (early >= 0) return early - firstOfAll.length;
  if (last.includes(check)) return Infinity;
  const place = firstToLast.indexOf(section);
  return place >= 0 ? place : firstToLast.length;
}
