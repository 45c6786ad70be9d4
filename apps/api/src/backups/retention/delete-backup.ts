import type { BackupTombstone } from '@cutover/contracts';
import type { BackupStorage } from '../storages/backup-storage.js';
import { holdName, manifestName, tombstoneName } from '../storages/stored-names.js';
import { writeText } from '../storages/stored-text.js';

/**
 * Deletes a backup in two phases: with its tombstone it is a backup no more, and then its files go, the tombstone last. A crash in between
 * leaves a tombstone, never half a backup, and `endDeletion` goes on. `held`: somebody holds it, also since the decision was made.
 */
export async function deleteBackup(
  storage: BackupStorage,
  folder: string,
  tombstone: BackupTombstone,
): Promise<'deleted' | 'held'> {
  if (await isThere(storage, folder, holdName)) return 'held';
  await writeText(storage, `${folder}/${tombstoneName}`, `${JSON.stringify(tombstone)}\n`);
  return endDeletion(storage, folder);
}

/** Ends a deletion that was begun; takes it back where the backup was held in the moment in which its tombstone was written. */
export async function endDeletion(storage: BackupStorage, folder: string): Promise<'deleted' | 'held'> {
  if ((await isThere(storage, folder, holdName)) && (await isThere(storage, folder, manifestName))) {
    await storage.remove(`${folder}/${tombstoneName}`);
    return 'held';
  }
  await removeAllBut(storage, folder, tombstoneName);
  await storage.remove(`${folder}/${tombstoneName}`);
  return 'deleted';
}

/** The manifest first. */
async function removeAllBut(storage: BackupStorage, folder: string, name: string): Promise<void> {
  await storage.remove(`${folder}/${manifestName}`);
  const paths: string[] = [];
  for await (const { path } of storage.list(folder)) if (path !== `${folder}/${name}`) paths.push(path);
  for (const path of paths) await storage.remove(path);
}

const isThere = async (storage: BackupStorage, folder: string, name: string): Promise<boolean> =>
  (await storage.find(`${folder}/${name}`)) !== null;
