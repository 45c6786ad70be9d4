import { describeHolder, lockFolder, type FolderLock } from '../lock/folder-lock.mjs';
import { LabError } from './lab.errors.js';
import { commandLineOf } from './server/process-table.js';

/**
 * Takes the lock on a lab's folder.
 * @throws LabError that names the process which holds it, and says what to do.
 */
export async function lockHome(folder: string): Promise<FolderLock> {
  const { lock, holder } = await lockFolder(folder, () => ({ command: commandLineOf(process.pid).join(' ') }));
  if (lock) return lock;
  throw new LabError(...describeHolder(folder, holder));
}
