import { statSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LabError } from '../../../lab.errors.js';
import { chooseSocketFolder, fitsSocket } from '../../../socket-folder.js';
import { serverAccount } from './server-account.js';

/**
 * The folder for both servers' files and sockets: the home, if that is short enough for a socket's path. Where we are root,
 * the servers run under another account, for which every folder on the way must be open; a home below `/root` is not.
 */
export async function choosePlace(home: string): Promise<string> {
  if (serverAccount() === undefined) return chooseSocketFolder(home);
  const place = fitsSocket(home) && isOpenToAll(dirname(home)) ? home : await temporaryPlace();
  // Others may pass through, and list nothing. What is inside keeps its own rights.
  await chmod(place, 0o711);
  return place;
}

async function temporaryPlace(): Promise<string> {
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => isOpenToAll(folder));
  if (parent !== undefined) return mkdtemp(join(parent, 'cutover-lab-'));
  throw new LabError(
    'No folder for temporary files is open to the account that PostgreSQL runs under.',
    'Name a home with --home in whose path every folder is open to all (mode o+x).',
  );
}

/** Whether any account may pass through this folder and all above it. */
export function isOpenToAll(folder: string): boolean {
  const { mode } = statSync(folder, { throwIfNoEntry: false }) ?? { mode: 0 };
  if ((mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isOpenToAll(dirname(folder));
}
