import type { ServerStatus } from '@cutover/contracts';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import { compareSeries, readVersion, seriesText, type ServerVersion } from './server-version.js';
import { trapsBetween, trapSubject } from './version-traps.js';

type Part = Omit<Found, 'evidence'>;

const olderAction =
  'Give the target at least the version of the source. Where that cannot be, try the whole application against the target first.';

/** Replication is made to go from an older server to a newer one. */
function older(source: ServerVersion, target: ServerVersion): Part[] {
  const order = compareSeries(target, source);
  if (order < 0) {
    const message = `The target (${seriesText(target)}) is older than the source (${seriesText(source)}): it may not understand what the source writes, and the application may miss what it uses`;
    return [{ subject: 'target', outcome: 'fail', severity: 'WARNING', message, action: olderAction }];
  }
  if (order > 0 || target.patch >= source.patch) return [];
  const message = `The target is an older release than the source (${seriesText(target)}.${target.patch}, and .${source.patch}): faults that were mended there are back`;
  const action = 'Bring the target to the release of the source, when that is convenient.';
  return [{ subject: 'target', outcome: 'fail', severity: 'INFO', message, action }];
}

/** The long-term series of MySQL; replication goes from one to the next, innovation releases (9.x) being on the way. */
const mysqlSteps = [
  { major: 5, minor: 7 },
  { major: 8, minor: 0 },
  { major: 8, minor: 4 },
  { major: 9, minor: 7 },
] as const;

/** Source: MySQL manual, Replication Compatibility Between MySQL Versions. */
function skipped(source: ServerVersion, target: ServerVersion): Part[] {
  if (target.family !== 'mysql') return [];
  const between = mysqlSteps.filter((step) => compareSeries(source, step) < 0 && compareSeries(step, target) < 0);
  if (between.length === 0) return [];
  const steps = between.map(seriesText).join(' and ');
  const message = `The target (${seriesText(target)}) is more than one series newer than the source (${seriesText(source)}): MySQL supports replication to the next one only, and ${steps} lies between`;
  const action = 'Upgrade the source to the series between first, or try the whole application against the target.';
  return [{ subject: 'series', outcome: 'fail', severity: 'WARNING', message, action }];
}

/** Whether the application meets a trap nobody can tell from here. */
function traps(source: ServerVersion, target: ServerVersion): Part[] {
  return trapsBetween(source, target).map((trap) => ({
    ...{ subject: trapSubject(trap), outcome: 'unknown', severity: 'INFO', action: trap.action },
    message: `From ${seriesText(trap.since)} on ${trap.change} (the source is ${seriesText(source)}, the target ${seriesText(target)})`,
  }));
}

/** Of a server that answers: one that is away may come back as another release. */
function versionOf({ state, version }: ServerStatus): ServerVersion | null {
  return state === 'up' && version !== null ? readVersion(version) : null;
}

/** The target is no older than the source, and what changed between them is said. It warns: many run such pairs on purpose. */
export const versionPairCheck: Check = {
  id: 'version-pair',
  engines: ['mariadb', 'mysql'],
  claim: 'The target is at least as new as the source, and nothing is known to differ between the two',
  blocks: 'never',
  needs: 'both',
  policy: proven,
  judge: ({ connection }): CheckReading => {
    const { source, target } = connection;
    const [from, to] = [versionOf(source), versionOf(target)];
    if (from === null || to === null || from.family !== to.family) return nothingKnown;
    const evidence = `${source.version} ${target.version}`;
    const parts = [...older(from, to), ...skipped(from, to), ...traps(from, to)];
    const isFound = (subject: string): boolean => parts.some((part) => part.subject === subject);
    return {
      found: parts.map((part) => ({ ...part, evidence })),
      rest: 'pass',
      otherwise: (subject) => (isFound(subject) ? { kind: 'unknown' } : { kind: 'pass', evidence }),
    };
  },
};
