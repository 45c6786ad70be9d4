import type { BackupFoundBad, BackupProof } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import type { StoredBackup } from '../catalogue/read-catalogue.js';
import { foundBadName, proofName } from '../storages/stored-names.js';
import { writeText } from '../storages/stored-text.js';
import type { ReadBack } from './read-back.js';

/**
 * Notes beside a backup that it was proved: retention never deletes the last of those. That it was restored is not replaced by less, and that
 * it was found to be no good is past. Never rejects: `warn` is told what could not be noted.
 */
export async function noteProof(
  { storage, folder, proof: known }: Pick<StoredBackup, 'storage' | 'folder' | 'proof'>,
  proof: BackupProof,
  warn: (message: string) => void,
): Promise<void> {
  try {
    if (known?.level !== 'restored' || proof.level === 'restored')
      await writeText(storage, `${folder}/${proofName}`, `${JSON.stringify(proof)}\n`);
    await storage.remove(`${folder}/${foundBadName}`);
  } catch (error) {
    warn(`That ${folder} is good is not noted beside it, so retention does not know it: ${messageOf(error)}`);
  }
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

/**
 * Notes beside a backup that it was found to be no good, so that it counts for nothing, whoever looks; nothing is proved of it any more. Never
 * rejects: `warn` is told what could not be noted.
 */
export async function noteFoundBad(
  where: Pick<StoredBackup, 'storage' | 'folder'>,
  found: BackupFoundBad,
  warn: (message: string) => void,
): Promise<void> {
  const { storage, folder } = where;
  await writeText(storage, `${folder}/${foundBadName}`, `${JSON.stringify(found)}\n`).catch((error: unknown) =>
    warn(
      `${folder} is no good, and that is not noted beside it, so that retention counts on it: remove that backup. ${messageOf(error)}`,
    ),
  );
  await withdrawProof(where, warn);
}

/** Notes what reading a backup back has found: that it is good where it was opened, or that it is not. Never rejects. */
export async function noteReadBack(
  backup: StoredBackup,
  found: ReadBack,
  { at, warn }: { at: string; warn: (message: string) => void },
): Promise<void> {
  if (found.outcome !== 'sound')
    await noteFoundBad(backup, { reason: reasonBad(backup, found.reason), foundAt: at }, warn);
  else if (found.depth === 'dump') await noteProof(backup, { level: 'read-back', verifiedAt: at }, warn);
}

/** Pure: what is said of a backup that was read and is no good. */
export const reasonBad = ({ storage, folder }: Pick<StoredBackup, 'storage' | 'folder'>, reason: string): string =>
  `Read back from ${storage.name}, ${folder} is no good: ${reason}. Look at the storage, and make another one.`;
