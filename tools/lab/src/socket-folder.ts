import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A unix socket path is cut off at 107 bytes; some leave is kept for the names inside the folder. */
const longestFolder = 85;

/** The folder for the two sockets: the home itself, or a short temporary one when the home's path is too long. */
export async function chooseSocketFolder(home: string): Promise<string> {
  if (fitsSocket(home)) return home;
  return mkdtemp(join(tmpdir(), 'cutover-lab-'));
}

/** Whether the path of a socket in this folder is short enough. */
export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(folder) <= longestFolder;
}
