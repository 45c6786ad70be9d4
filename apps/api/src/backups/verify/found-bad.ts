import type { BackupRun } from '@cutover/contracts';
import type { BackupSummary, StoredBackup } from '../catalogue/read-catalogue.js';

/** Why a backup was found to be no good where it lies; null: it was not. */
export type FoundBad = (stored: StoredBackup<BackupSummary>) => string | null;

/**
 * Pure: what was found out when new backups were read back, which nothing in a storage tells: the file has as many bytes as were written. A
 * proof beside a backup is of later, since one that is found to be no good loses it.
 */
export function foundBadIn(runs: readonly BackupRun[]): FoundBad {
  const reasons = new Map<string, string>();
  for (const { databases } of runs)
    for (const { backupId, storages } of databases)
      for (const { name, readBack } of storages)
        if (backupId !== null && readBack?.outcome === 'bad') reasons.set(keyOf(name, backupId), readBack.reason ?? '');
  return ({ storage, manifest, proof }) =>
    proof === null ? (reasons.get(keyOf(storage.name, manifest.id)) ?? null) : null;
}

const keyOf = (storage: string, backupId: string): string => JSON.stringify([storage, backupId]);
