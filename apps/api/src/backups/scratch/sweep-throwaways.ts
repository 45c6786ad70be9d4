import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The process that made a folder stands in its name. */
const beginning = 'cutover-scratch-';
export const folderPrefix = `${beginning}${process.pid}-`;

/** Removes what processes left that are no more; their servers ended with them. Never rejects. */
export async function sweepThrowaways(folder: string | null): Promise<void> {
  const parent = folder ?? tmpdir();
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = new RegExp(`^${beginning}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
