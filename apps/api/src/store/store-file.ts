import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'libsql';
import { isCorruption, StoreFault, toStoreFault } from './store-faults.js';

/** A lock that lasts as long as the process: the kernel drops it even after kill -9. */
export interface StoreLock {
  release(): void;
}

/** Creates the directory of the file. Throws StoreFault. */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
  } catch (error) {
    throw toStoreFault(error, path);
  }
}

/**
 * Makes sure that one process alone uses the file, by an exclusive SQLite transaction held on `<file>.lock`.
 * The file itself stays readable for sqlite3 shells and backups. Throws StoreFault STORE_IN_USE.
 */
export function lockStore(path: string): StoreLock {
  try {
    const lock = new Database(`${path}.lock`);
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return { release: () => lock.close() };
  } catch (error) {
    const fault = toStoreFault(error, `${path}.lock`);
    if (fault.code !== 'STORE_LOCKED') throw fault;
    throw new StoreFault(
      'STORE_IN_USE',
      `Another Cutover process uses ${path}. Stop it, or give this one its own file in store.url.`,
      false,
      { cause: error },
    );
  }
}

/** Why the file is damaged; null when it is sound, new or empty. Throws StoreFault when it cannot be looked at. */
export function findCorruption(path: string): string | null {
  if (!existsSync(path) || (statSync(path).isFile() && statSync(path).size === 0)) return null;
  let file: Database.Database | null = null;
  try {
    file = new Database(path, { timeout: 2000 });
    const answer: unknown = file.prepare('PRAGMA quick_check(1)').raw().get();
    const verdict = Array.isArray(answer) ? String(answer[0]).replace(/\s+/g, ' ') : 'no answer to PRAGMA quick_check';
    return verdict === 'ok' ? null : verdict;
  } catch (error) {
    if (isCorruption(error)) return 'it is not a sound SQLite database';
    throw toStoreFault(error, path);
  } finally {
    file?.close();
  }
}

/**
 * Moves a damaged file and its write-ahead log out of the way, unchanged, and returns the new name.
 * The log keeps its suffix after the new name, so that recovery tools find both. Throws StoreFault.
 */
export function moveAside(path: string, nowIso: string): string {
  const kept = `${path}.corrupt-${nowIso.replace(/[:.]/g, '-')}`;
  try {
    for (const suffix of ['-wal', '-shm', '']) if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
  } catch (error) {
    throw toStoreFault(error, path);
  }
  return kept;
}
