import type { BackupHold } from '@cutover/contracts';
import { UserError } from '../../failures/failures.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { holdName, manifestName, tombstoneName } from '../storages/stored-names.js';
import { writeText } from '../storages/stored-text.js';

/**
 * Holds a backup in one storage. Rejects with UserError where it is being deleted: who deletes looks for a hold after writing the tombstone,
 * and who holds for a tombstone after writing the hold, so that one of the two sees the other.
 */
export async function holdBackup(storage: BackupStorage, folder: string, hold: BackupHold): Promise<void> {
  await writeText(storage, `${folder}/${holdName}`, `${JSON.stringify(hold)}\n`);
  const isWhole = (await storage.find(`${folder}/${manifestName}`)) !== null;
  if (isWhole && (await storage.find(`${folder}/${tombstoneName}`)) === null) return;
  await storage.remove(`${folder}/${holdName}`);
  throw new UserError(
    409,
    'BACKUP_BEING_DELETED',
    `${folder} is being deleted in storage ${storage.name}: it cannot be held any more. Hold another one.`,
  );
}

/** Nobody holds it any more; the next application of retention may delete it. */
export const releaseBackup = (storage: BackupStorage, folder: string): Promise<void> =>
  storage.remove(`${folder}/${holdName}`);
