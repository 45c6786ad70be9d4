import type { BackupRestoreTest } from '@cutover/contracts';
import type { StoredBackup } from '../catalogue/read-catalogue.js';

/**
 * Pure: the newest backup of each database of each server. Of several storages that have it, the one that was read from least recently: each
 * of them is to be one that restores.
 */
export function chooseTested(known: readonly StoredBackup[], tests: readonly BackupRestoreTest[]): StoredBackup[] {
  const chosen = new Map<string, StoredBackup>();
  for (const backup of known) {
    const key = keyOf(backup.manifest);
    const other = chosen.get(key);
    if (other === undefined || isBetter(backup, other, tests)) chosen.set(key, backup);
  }
  return [...chosen.values()];
}

function isBetter(one: StoredBackup, other: StoredBackup, tests: readonly BackupRestoreTest[]): boolean {
  if (one.manifest.id !== other.manifest.id) return one.manifest.startedAt > other.manifest.startedAt;
  return lastRead(one, tests) < lastRead(other, tests);
}

function lastRead({ storage, manifest }: StoredBackup, tests: readonly BackupRestoreTest[]): string {
  const own = tests.filter((test) => test.storage === storage.name && keyOf(test) === keyOf(manifest));
  return own.reduce((last, { startedAt }) => (startedAt > last ? startedAt : last), '');
}

const keyOf = ({ server, database }: { server: string; database: string }): string =>
  JSON.stringify([server, database]);
