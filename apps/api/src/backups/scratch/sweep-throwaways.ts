import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from '../../platform/is-process-alive.js';

/** The process that made a folder stands in its name. */
const beginning = 'cutover-scratch-';
export const folderPrefix = `${beginning}${process.pid}-`;

/** Removes what processes left that are no more; their servers ended with them. Never rejects. */
export async function sweepThrowaways(folder: string | null): Promise<void> {
  const parent = folder ?? tmpdir();
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = new RegExp(`^${beginning}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
