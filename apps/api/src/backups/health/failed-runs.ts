import type { BackupFinding, BackupRun } from '@cutover/contracts';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-failed';

/** Pure: what came of the last finished run of each server and type. A type that no schedule has any more is left out. */
export function failedRuns({ config, runs }: BackupKnowledge): BackupFinding[] {
  if (runs === null)
    return [
      findingOf({
        ...{ check, subject: 'all', outcome: 'unknown', severity: 'WARNING' },
        message: 'The store does not tell how the last runs ended.',
        action: 'Mend the store: GET /api/health says what it wants.',
      }),
    ];
  const types = new Set(['manual', ...config.schedules.map(({ name }) => name)]);
  const servers = new Set(config.servers.map(({ name }) => name));
  const last = new Map<string, BackupRun>();
  for (const run of runs)
    if (run.state !== 'running' && run.state !== 'cancelled' && servers.has(run.server) && types.has(run.type)) {
      const subject = `${run.type}/${run.server}`;
      if (!last.has(subject)) last.set(subject, run);
    }
  return [...last].map(([subject, run]) => {
    if (run.state === 'complete')
      return findingOf({
        ...{ check, subject, outcome: 'pass', severity: 'INFO', action: '' },
        message: `The last run (${run.startedAt}) stored ${run.databases.filter(({ backupId }) => backupId !== null).length} databases.`,
      });
    return findingOf({
      ...{ check, subject, outcome: 'fail', severity: 'WARNING' },
      message: `The last run (${run.startedAt}) is ${run.state}: ${reasonsOf(run).join(' ')}`,
      action: 'Mend that, and begin one by hand: a schedule tries again only when it is due.',
    });
  });
}

/** A run tells at most so many reasons here; all of them stand in the run. */
const mostReasons = 3;

function reasonsOf({ failure, databases }: BackupRun): string[] {
  const all = [
    ...(failure === null ? [] : [failure]),
    ...databases.flatMap(({ database, failure: own, storages }) => [
      ...(own === null ? [] : [`${database ?? 'All'}: ${own}`]),
      ...storages.flatMap((storage) => (storage.failure === null ? [] : [`${database}: ${storage.failure}`])),
    ]),
  ];
  const more = all.length - mostReasons;
  return more > 0 ? [...all.slice(0, mostReasons), `And ${more} more.`] : all;
}
