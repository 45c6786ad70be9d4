import type { BackupRestoreTest } from '@cutover/contracts';
import { isWhole, type BackupSummary, type StoredBackup } from '../catalogue/read-catalogue.js';

type Stored = StoredBackup<BackupSummary>;

/**
 * Pure: the newest whole backup of each database of each server; without a whole one the newest. What is dated in the future counts for
 * nothing. Of several storages that have it, the one that was read from least recently: each of them is to be one that restores. Accounts of a
 * server are no database, and are read back alone.
 */
export function chooseTested(known: readonly Stored[], tests: readonly BackupRestoreTest[], now: Date): Stored[] {
  const chosen = new Map<string, Stored>();
  for (const backup of known) {
    if (backup.manifest.accounts !== null || Date.parse(backup.manifest.startedAt) > now.getTime()) continue;
    const key = keyOf(backup.manifest);
    const other = chosen.get(key);
    if (other === undefined || isBetter(backup, other, tests)) chosen.set(key, backup);
  }
  return [...chosen.values()];
}

function isBetter(one: Stored, other: Stored, tests: readonly BackupRestoreTest[]): boolean {
  if (isWhole(one) !== isWhole(other)) return isWhole(one);
  if (one.manifest.id !== other.manifest.id) return one.manifest.startedAt > other.manifest.startedAt;
  return lastRead(one, tests) < lastRead(other, tests);
}

function lastRead({ storage, manifest }: Stored, tests: readonly BackupRestoreTest[]): string {
  const own = tests.filter((test) => test.storage === storage.name && keyOf(test) === keyOf(manifest));
  return own.reduce((last, { startedAt }) => (startedAt > last ? startedAt : last), '');
}

const keyOf = ({ server, database }: { server: string; database: string }): string =>
  JSON.stringify([server, database]);
