import type { BackupFoundBad, BackupProof, BackupProofLevel } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import { readBackup, type StoredBackup } from '../catalogue/read-catalogue.js';
import { foundBadName, manifestName, proofName } from '../storages/stored-names.js';
import { writeText } from '../storages/stored-text.js';
import type { ReadBack } from './read-back.js';

/** Where a backup lies, and what is noted beside it by now. */
export type Noted = Pick<StoredBackup, 'storage' | 'folder' | 'proof' | 'foundBad'>;
type Warn = (message: string) => void;

const ranks: Readonly<Record<BackupProofLevel, number>> = { stored: 0, 'read-back': 1, restored: 2 };
const isAsFar = (one: BackupProofLevel, other: BackupProofLevel): boolean => ranks[one] >= ranks[other];

/**
 * Pure: whether retention counts on it. Of an encrypted backup that was not opened only its bytes are known, which somebody may have written
 * wrong.
 */
export const isVerified = ({ proof }: Pick<StoredBackup, 'proof'>): boolean =>
  proof !== null && isAsFar(proof.level, 'read-back');

/**
 * Notes beside a backup that it was looked into and is good: retention never deletes the last that are verified. It is not replaced by less;
 * that the backup was found to be no good is past where it was looked into as far as then. Never rejects: `warn` is told what could not be
 * noted.
 */
export async function noteProof(where: Noted, proof: BackupProof, warn: Warn): Promise<void> {
  const { storage, folder, proof: known, foundBad } = where;
  try {
    if (foundBad !== null && !isAsFar(proof.level, foundBad.level)) return;
    if (known === null || isAsFar(proof.level, known.level)) await noteBeside(where, proofName, proof);
    if (foundBad !== null || proof.level === 'restored') await storage.remove(`${folder}/${foundBadName}`);
  } catch (error) {
    warn(`That ${folder} is good is not noted beside it, so retention does not know it: ${messageOf(error)}`);
  }
}

/**
 * Notes beside a backup that it was restored. Where its rows were not compared with what was dumped, that proves no more than reading it back,
 * and takes back nothing that was found when it was restored before. Resolves with what stays true of it then; null: it is good. Never
 * rejects.
 */
export async function noteRestored(
  where: Pick<Noted, 'storage' | 'folder'>,
  { isCompared, at, warn }: { isCompared: boolean; at: string; warn: Warn },
): Promise<BackupFoundBad | null> {
  if (isCompared) {
    await noteProof({ ...where, proof: null, foundBad: null }, { level: 'restored', verifiedAt: at }, warn);
    return null;
  }
  const proof: BackupProof = { level: 'read-back', verifiedAt: at };
  try {
    const noted = await readBackup(where);
    if (noted === null) return null;
    await noteProof(noted, proof, warn);
    return noted.foundBad !== null && !isAsFar(proof.level, noted.foundBad.level) ? noted.foundBad : null;
  } catch (error) {
    warn(`What was noted beside ${where.folder} cannot be read, so nothing is noted there: ${messageOf(error)}`);
    return null;
  }
}

/**
 * Notes beside a backup that it was found to be no good, so that it counts for nothing, whoever looks; nothing is proved of it any more. Never
 * rejects: `warn` is told what could not be noted.
 */
export async function noteFoundBad(
  where: Pick<Noted, 'storage' | 'folder'>,
  found: BackupFoundBad,
  warn: Warn,
): Promise<void> {
  const { storage, folder } = where;
  await noteBeside(where, foundBadName, found).catch((error: unknown) =>
    warn(
      `${folder} is no good, and that is not noted beside it, so that retention counts on it: remove that backup. ${messageOf(error)}`,
    ),
  );
  await storage
    .remove(`${folder}/${proofName}`)
    .catch((error: unknown) =>
      warn(
        `${folder} is no good any more, and ${proofName} beside it still says that it is: remove that file. ${messageOf(error)}`,
      ),
    );
}

/** Notes what reading a backup back has found. Never rejects. */
export async function noteReadBack(
  backup: Noted,
  found: ReadBack,
  { at, warn }: { at: string; warn: Warn },
): Promise<void> {
  if (found.outcome === 'sound') {
    const level = found.depth === 'dump' ? 'read-back' : 'stored';
    return noteProof(backup, { level, verifiedAt: at }, warn);
  }
  return noteFoundBad(backup, { level: 'read-back', reason: reasonBad(backup, found.reason), foundAt: at }, warn);
}

/** Pure: what is said of a backup that was read and is no good. */
export const reasonBad = ({ storage, folder }: Pick<Noted, 'storage' | 'folder'>, reason: string): string =>
  `Read back from ${storage.name}, ${folder} is no good: ${reason}. Look at the storage, and make another one.`;

/** Where it was deleted meanwhile nothing is left there: a note alone would be an orphan. */
async function noteBeside({ storage, folder }: Pick<Noted, 'storage' | 'folder'>, name: string, note: object) {
  const isThere = async (): Promise<boolean> => (await storage.find(`${folder}/${manifestName}`)) !== null;
  if (!(await isThere())) return;
  await writeText(storage, `${folder}/${name}`, `${JSON.stringify(note)}\n`);
  if (!(await isThere())) await storage.remove(`${folder}/${name}`);
}
