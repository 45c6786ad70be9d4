import type { BackupProof } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import type { StoredBackup } from '../catalogue/read-catalogue.js';
import { proofName } from '../storages/stored-names.js';
import { writeText } from '../storages/stored-text.js';
import type { ReadBack } from './read-back.js';

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

/** Notes what reading a backup back has found: that it is good where it was opened, or that nothing is proved of it any more. Never rejects. */
export async function noteReadBack(
  backup: StoredBackup,
  found: ReadBack,
  { verifiedAt, warn }: { verifiedAt: string; warn: (message: string) => void },
): Promise<void> {
  if (found.outcome !== 'sound') await withdrawProof(backup, warn);
  else if (found.depth === 'dump') await noteProof(backup, { level: 'read-back', verifiedAt }, warn);
}
