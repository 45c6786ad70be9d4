import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from '../../platform/is-process-alive.js';

const prefix = 'cutover-login-';

/** Memory, where the machine has it as a folder: a password is never written to a disk. */
const memoryFolder = '/dev/shm';

/**
 * Gives `work` the path of a file with a login, which only our own user can read. The file is gone when the work has ended, however
 * it ended; what a crash has left goes with `sweepLoginFiles`.
 */
export async function withLoginFile<T>(text: string, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await newFolder();
  try {
    const path = join(folder, 'login');
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes login files of processes that are gone. Resolves with their number. */
export async function sweepLoginFiles(): Promise<number> {
  let swept = 0;
  for (const folder of [memoryFolder, tmpdir()])
    for (const name of await readdir(folder).catch(() => [])) {
      const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
      if (!(pid > 0) || isProcessAlive(pid)) continue;
      await rm(join(folder, name), { recursive: true, force: true }).then(
        () => (swept += 1),
        // Another user's.
        () => undefined,
      );
    }
  return swept;
}

async function newFolder(): Promise<string> {
  const name = `${prefix}${process.pid}-`;
  return mkdtemp(join(memoryFolder, name)).catch(() => mkdtemp(join(tmpdir(), name)));
}
