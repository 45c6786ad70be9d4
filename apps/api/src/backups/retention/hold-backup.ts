import type { BackupHold, BackupProof } from '@cutover/contracts';
import { UserError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import type { StoredBackup } from '../catalogue/read-catalogue.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { holdName, manifestName, proofName, tombstoneName } from '../storages/stored-names.js';
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

/**
 * Notes beside a backup that it was proved: retention never deletes the last of those. That it was restored is not replaced by less. Never
 * rejects: `warn` is told what could not be noted.
 */
export async function noteProof(
  { storage, folder, proof: known }: Pick<StoredBackup, 'storage' | 'folder' | 'proof'>,
  proof: BackupProof,
  warn: (message: string) => void,
): Promise<void> {
  if (known?.level === 'restored' && proof.level === 'read-back') return;
  await writeText(storage, `${folder}/${proofName}`, `${JSON.stringify(proof)}\n`).catch((error: unknown) =>
    warn(`That ${folder} is good is not noted beside it, so retention does not know it: ${messageOf(error)}`),
  );
}

/**
 * Takes back what was proved of a backup that was found to be no good: retention keeps the last ones that are proved, and would keep this one
 * and delete a good one. Never rejects: `warn` is told what could not be taken back.
 */
export async function withdrawProof(
  { storage, folder }: Pick<StoredBackup, 'storage' | 'folder'>,
  warn: (message: string) => void,
): Promise<void> {
  await storage
    .remove(`${folder}/${proofName}`)
    .catch((error: unknown) =>
      warn(
        `${folder} is no good any more, and ${proofName} beside it still says that it is, so that retention counts on it: remove that file. ${messageOf(error)}`,
      ),
    );
}
