import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of one MiB, mounted at a folder of the root file system. */
export interface SmallDisk {
  folder: string;
  unmount(): void;
  /** Unmounts and removes it. */
  end(): void;
}

/** Mounts one. Only root may, and not in every container: `mayMount`. */
export function mountSmallDisk(): SmallDisk {
  const parent = mkdtempSync('/cutover-small-disk-');
  const folder = join(parent, 'disk');
  mkdirSync(folder);
  const unmount = (): void => void spawnSync('umount', [folder], { stdio: 'ignore' });
  const end = (): void => {
    unmount();
    rmSync(parent, { recursive: true });
  };
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch (error) {
    end();
    throw error;
  }
  return { folder, unmount, end };
}

/** Whether this account may mount a file system here. */
export function mayMount(): boolean {
  try {
    mountSmallDisk().end();
    return true;
  } catch {
    return false;
  }
}
