import type { BackupRun } from '@cutover/contracts';
import type { BackupSummary, StoredBackup } from '../catalogue/read-catalogue.js';

/** What was not read back so long after its run is not read any more: a restart has come between. */
const waitsMs = 6 * 3_600_000;

/**
 * Pure: whether a backup of these runs is still to be read back by the process that made it. What a run stores is read after the run has
 * ended; a copy that was made later is not, since its bytes were held against the manifest on their way.
 */
export function waitingToBeRead(
  runs: readonly BackupRun[],
  now: Date,
): (stored: StoredBackup<BackupSummary>) => boolean {
  const waiting = new Set<string>();
  for (const { state, endedAt, databases } of runs) {
    if (state === 'interrupted' || (endedAt !== null && now.getTime() - Date.parse(endedAt) > waitsMs)) continue;
    for (const { backupId, storages } of databases)
      for (const { name, failure, readBack, storedLaterAt } of storages)
        if (backupId !== null && failure === null && readBack === null && storedLaterAt === null)
          waiting.add(keyOf(name, backupId));
  }
  return ({ storage, manifest }) => waiting.has(keyOf(storage.name, manifest.id));
}

const keyOf = (storage: string, backupId: string): string => JSON.stringify([storage, backupId]);
