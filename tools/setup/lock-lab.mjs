import { describeHolder, lockFolder } from '../lab/lock/folder-lock.mjs';
import { fail } from './need.mjs';

/** Takes the lock on a lab's folder, see `lockFolder`; ends the process with what to do when another one holds it. */
export async function lockLab(home, describe) {
  const { lock, holder } = await lockFolder(home, describe);
  return lock ?? fail(describeHolder(home, holder).join('\n'));
}
