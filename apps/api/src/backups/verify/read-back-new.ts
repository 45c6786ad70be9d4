import type { BackupReadBack } from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { readBackup, type StoredBackup } from '../catalogue/read-catalogue.js';
import { noteReadBack, reasonBad } from './proof.js';
import { readBack } from './read-back.js';

/** How a new backup is read back. */
export interface ReadingNew {
  /** Files with a secret key of age; without one of an encrypted backup its bytes alone are compared. */
  identityFiles: readonly string[];
  signal: AbortSignal;
  nowIso: () => string;
  /** Hears of what could not be noted beside the backup. */
  warn(message: string): void;
}

/**
 * Reads a new backup back from a storage, and notes beside it what that has proved. null: it was deleted meanwhile. Rejects only when
 * aborted.
 */
export async function readBackNew(
  where: Pick<StoredBackup, 'storage' | 'folder'>,
  { identityFiles, signal, nowIso, warn }: ReadingNew,
): Promise<BackupReadBack | null> {
  try {
    const backup = await readBackup(where);
    if (backup === null) return null;
    const found = await readBack(where.storage, where.folder, backup.manifest, { identityFiles, signal });
    const at = nowIso();
    // Retention may delete what is being read.
    if (found.outcome !== 'sound' && (await readBackup(where)) === null) return null;
    await noteReadBack(backup, found, { at, warn });
    if (found.outcome !== 'sound') return { outcome: 'bad', reason: reasonBad(where, found.reason), at };
    return { outcome: found.depth === 'dump' ? 'opened' : 'stored', reason: null, at };
  } catch (error) {
    signal.throwIfAborted();
    const isBad = error instanceof OperationalError && error.code === 'BACKUP_UNREADABLE';
    return { outcome: isBad ? 'bad' : 'unknown', reason: messageOf(error), at: nowIso() };
  }
}
