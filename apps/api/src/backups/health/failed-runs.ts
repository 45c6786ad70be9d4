import type { BackupFinding, BackupRun } from '@cutover/contracts';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { readWithinMs } from '../verify/read-within.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-failed';

/**
 * Pure: what came of the last finished run of each server and type. A type that no schedule has any more is left out, and so is one that
 * somebody began by hand and that failed, once another of its server is complete: nobody may ever begin one by hand again.
 */
export function failedRuns({ config, runs, views }: BackupKnowledge, now: Date): BackupFinding[] {
  if (runs === null)
    return [
      findingOf({
        ...{ check, subject: 'all', outcome: 'unknown', severity: 'WARNING' },
        message: 'The store does not tell how the last runs ended.',
        action: 'Mend the store: GET /api/health says what it wants.',
      }),
    ];
  const wanted = wantedIn(config);
  const last = new Map<string, BackupRun>();
  for (const run of runs)
    if (run.state !== 'running' && run.state !== 'cancelled') {
      const subject = subjectOf(run);
      if (!wanted.has(subject) || isMadeGood(run, runs)) continue;
      if (!last.has(subject)) last.set(subject, run);
    }
  return [...last].map(([subject, run]) => {
    const unread = unreadOf(run);
    if (run.state === 'complete' && unread.length > 0)
      return findingOf({
        ...{ check, subject, outcome: 'fail', severity: 'WARNING' },
        message: `Whether what the last run (${run.startedAt}) stored is good was not found out: ${fewOf(unread).join(' ')}`,
        action: 'Mend that, and read it back with backup verify; the next run is read back by itself.',
      });
    const neverRead = config.readBack === 'never' ? [] : neverReadOf(run, { config, views }, now);
    if (run.state === 'complete' && neverRead.length > 0)
      return findingOf({
        ...{ check, subject, outcome: 'unknown', severity: 'WARNING' },
        message: `Whether what the last run (${run.startedAt}) stored is good is not known. It was not read back within six hours: ${fewOf(neverRead).join(', ')}.`,
        action: 'Read it back with backup verify; the next run is read back by itself.',
      });
    if (run.state === 'complete') {
      const stored = run.databases.filter(({ backupId }) => backupId !== null).length;
      return findingOf({
        ...{ check, subject, outcome: 'pass', severity: 'INFO', action: '' },
        message: `The last run (${run.startedAt}) stored ${stored} ${stored === 1 ? 'backup' : 'backups'}.`,
      });
    }
    return findingOf({
      ...{ check, subject, outcome: 'fail', severity: 'WARNING' },
      message: `The last run (${run.startedAt}) is ${run.state}: ${reasonsOf(run).join(' ')}`,
      action: actions[run.state === 'partial' ? 'partial' : 'other'],
    });
  });
}

const actions = {
  partial:
    'Mend that. What another storage has is copied then by itself; for the rest begin one by hand, since a schedule tries again only when it is due.',
  other: 'Mend that, and begin one by hand: a schedule tries again only when it is due.',
} as const;

/** Whether the last runs stored what they were to store. */
export const backupFailedCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: failedRuns },
  isGone: (subject, { config, runs }) =>
    runs !== null &&
    (!wantedIn(config).has(subject) ||
      runs.some((run) => run.state === 'complete' && subject === `manual/${run.server}`)),
};

const isMadeGood = ({ type, server, state, startedAt }: BackupRun, runs: readonly BackupRun[]): boolean =>
  type === 'manual' &&
  state !== 'complete' &&
  runs.some((later) => later.server === server && later.state === 'complete' && later.startedAt > startedAt);

const subjectOf = ({ type, server }: Pick<BackupRun, 'type' | 'server'>): string => `${type}/${server}`;

function wantedIn({ schedules, servers }: BackupKnowledge['config']): Set<string> {
  const types = ['manual', ...schedules.map(({ name }) => name)];
  return new Set(servers.flatMap(({ name: server }) => types.map((type) => subjectOf({ type, server }))));
}

/** A run tells at most so many reasons here; all of them stand in the run. */
const mostReasons = 3;

/** Why a backup of it could not be read back. */
const unreadOf = ({ databases }: BackupRun): string[] =>
  databases.flatMap(({ database, storages }) =>
    storages.flatMap(({ name, readBack }) =>
      readBack?.outcome === 'unknown' ? [`${database} in ${name}: ${readBack.reason}`] : [],
    ),
  );

/** Where a backup of it is still to be read back so long after it was stored that nobody does it any more, as far as is known. */
function neverReadOf(
  { databases, endedAt }: BackupRun,
  { config, views }: Pick<BackupKnowledge, 'config' | 'views'>,
  now: Date,
): string[] {
  return databases.flatMap(({ database, backupId, storages }) =>
    storages
      .filter(({ name, failure, readBack, storedLaterAt }) => {
        const since = storedLaterAt ?? endedAt;
        if (backupId === null || failure !== null || readBack !== null || since === null) return false;
        if (!config.storages.some((storage) => storage.name === name)) return false;
        return now.getTime() - Date.parse(since) >= readWithinMs && isUnread(backupId, name, views);
      })
      .map(({ name }) => `${database} in ${name}`),
  );
}

/** Nobody has looked into it in another way, and it was not deleted. */
function isUnread(backupId: string, storage: string, views: BackupKnowledge['views']): boolean {
  const view = views.find((each) => each.storage.name === storage);
  if (view === undefined || view.readAt === null || view.failure !== null) return true;
  const backup = view.entries.find((entry) => 'manifest' in entry && entry.manifest.id === backupId);
  return backup !== undefined && 'manifest' in backup && backup.proof === null && backup.foundBad === null;
}

function reasonsOf({ failure, databases }: BackupRun): string[] {
  const all = [
    ...(failure === null ? [] : [failure]),
    ...databases.flatMap(({ database, failure: own, storages }) => [
      ...(own === null ? [] : [database === null ? own : `${database}: ${own}`]),
      ...storages.flatMap((storage) => (storage.failure === null ? [] : [`${database}: ${storage.failure}`])),
    ]),
  ];
  return fewOf(all);
}

function fewOf(all: string[]): string[] {
  const more = all.length - mostReasons;
  return more > 0 ? [...all.slice(0, mostReasons), `And ${more} more.`] : all;
}
