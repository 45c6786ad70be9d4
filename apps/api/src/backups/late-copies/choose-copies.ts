import type { BackupRun } from '@cutover/contracts';
import { isWhole, type BackupSummary, type StoredBackup } from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { planRetention } from '../retention/plan-retention.js';
import type { RetentionRules } from '../retention/retention-rules.js';

/** A backup that a run could not store in one of its storages, and where it can be had. */
export interface LateCopy {
  run: BackupRun;
  backup: StoredBackup<BackupSummary>;
  to: StorageView['storage'];
  /** Why the run, or the last attempt, could not store it. */
  failure: string;
}

/** Whether a run in this state may lack a backup in one of its storages that another has: also one that ended before it was through. */
const mayLack: Readonly<Record<BackupRun['state'], boolean>> = {
  ...{ partial: true, cancelled: true, interrupted: true },
  ...{ running: false, complete: false, failed: false },
};

/** States of runs that `chooseCopies` looks at. */
export const statesThatLack = (Object.keys(mayLack) as BackupRun['state'][]).filter((state) => mayLack[state]);

/**
 * Pure: what is to be copied. Of each run the backups that another of its storages has whole, and that retention would keep where they are
 * missing. One that was stored and found to be no good is left to people, and so is one that somebody holds.
 */
export function chooseCopies(
  runs: readonly BackupRun[],
  views: readonly StorageView[],
  rules: RetentionRules,
  now: Date,
): LateCopy[] {
  const readable = views.filter(({ readAt, failure }) => readAt !== null && failure === null);
  return runs
    .filter(({ state }) => mayLack[state])
    .flatMap((run) =>
      run.databases.flatMap(({ backupId, storages }) =>
        storages.flatMap(({ name, failure, readBack }) => {
          const to = readable.find(({ storage }) => storage.name === name);
          if (backupId === null || failure === null || readBack !== null || to === undefined) return [];
          const backup = wholeCopy(readable, { backupId, missingIn: name });
          return backup !== null && isKept(backup, to, rules, now) ? [{ run, backup, to: to.storage, failure }] : [];
        }),
      ),
    );
}

/**
 * null: no other storage has it whole, or it is held. The one in which it was missing may have it by now: whoever copied it ended before he
 * noted that.
 */
function wholeCopy(
  views: readonly StorageView[],
  { backupId, missingIn }: { backupId: string; missingIn: string },
): StoredBackup<BackupSummary> | null {
  const copies = views
    .flatMap(({ entries }) => entries.filter((entry) => 'manifest' in entry))
    .filter(({ manifest }) => manifest.id === backupId);
  const there = copies.find(({ storage }) => storage.name === missingIn);
  if (there !== undefined) return isWhole(there) ? there : null;
  if (copies.some(({ hold }) => hold !== null)) return null;
  return copies.find(isWhole) ?? null;
}

function isKept(
  backup: StoredBackup<BackupSummary>,
  { storage, entries }: StorageView,
  rules: RetentionRules,
  now: Date,
): boolean {
  if (backup.storage.name === storage.name) return true;
  // It is being deleted there, or nobody knows what it is. A dump without a manifest is replaced.
  const there = entries.filter(({ folder }) => folder === backup.folder);
  if (there.some((entry) => !('kind' in entry && entry.kind === 'no-manifest'))) return false;
  const plan = planRetention([...entries, { ...backup, storage, proof: null }], { ...rules, isReadBack: false }, now);
  return plan.some(({ folder, isKept: kept }) => folder === backup.folder && kept);
}
