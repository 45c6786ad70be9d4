import type { BackupFinding, BackupRun } from '@cutover/contracts';
import type { StorageView } from '../catalogue/watched-storage.js';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { isStored } from '../guard/run-result.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-copy';

/** Whether each backup is in all of its storages. One is named only while it is not; a store or a storage that does not tell ends nothing. */
export const backupCopyCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: (known) => [...missingCopies(known), ...lostCopies(known)] },
  isGone: (_, { runs, copies, views }) => runs !== null && copies !== null && views.every(isRead),
};

const isRead = ({ readAt, failure }: StorageView): boolean => readAt !== null && failure === null;

/** Pure: backups that a run could not store in one of its storages and that are not copied there yet. */
export function missingCopies({ copies }: Pick<BackupKnowledge, 'copies'>): BackupFinding[] {
  return (copies ?? []).map(({ backupId, server, database, storage, failure }) =>
    findingOf({
      ...{ check, subject: `${storage}/${server}/${database}/${backupId}` },
      ...{ outcome: 'fail', severity: 'WARNING', message: `It is not in ${storage} yet: ${failure}` },
      action: `Mend ${storage}: it is copied there from a storage that has it, and tried again within an hour.`,
    }),
  );
}

/**
 * Pure: backups that the last run of a server and type has stored and that are there no more: a folder whose mount is gone is an empty one.
 * Retention deletes none of them, since they are the newest; one of a younger backup that no run tells of is passed over.
 */
export function lostCopies({
  config,
  runs,
  views,
}: Pick<BackupKnowledge, 'config' | 'runs' | 'views'>): BackupFinding[] {
  const ours = new Set(config.servers.map(({ name }) => name));
  return newestRuns((runs ?? []).filter(({ server }) => ours.has(server))).flatMap((run) =>
    run.databases.flatMap(({ database, backupId, storages }) =>
      storages
        .filter(
          (place) => backupId !== null && isStored(place) && isLost(place.name, { run, database, backupId }, views),
        )
        .map(({ name }) =>
          findingOf({
            ...{ check, subject: `${name}/${run.server}/${database}/${backupId}` },
            ...{ outcome: 'fail', severity: 'WARNING' },
            message: `It is not in ${name} any more, where the run of ${run.startedAt} stored it.`,
            action: `Look whether ${name} is mounted and who removed it; then begin another one.`,
          }),
        ),
    ),
  );
}

function newestRuns(runs: readonly BackupRun[]): BackupRun[] {
  const newest = new Map<string, BackupRun>();
  for (const run of runs) {
    const key = JSON.stringify([run.server, run.type]);
    if ((run.state === 'complete' || run.state === 'partial') && !newest.has(key)) newest.set(key, run);
  }
  return [...newest.values()];
}

function isLost(
  storage: string,
  { run, database, backupId }: { run: BackupRun; database: string | null; backupId: string | null },
  views: readonly StorageView[],
): boolean {
  const view = views.find((each) => each.storage.name === storage);
  // Not known, or not looked at since.
  if (view === undefined || !isRead(view) || view.readAt! <= (run.endedAt ?? '')) return false;
  const { server, type, startedAt } = run;
  return !view.entries.some(
    (entry) =>
      'manifest' in entry &&
      (entry.manifest.id === backupId ||
        (entry.manifest.server === server &&
          entry.manifest.database === database &&
          entry.manifest.type === type &&
          entry.manifest.startedAt > startedAt)),
  );
}
