import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupManifest, BackupRun } from '@cutover/contracts';
import { databaseOf, stateOf } from '../../src/backups/guard/run-result.js';
import type { BackupStore } from '../../src/backups/store/backup.store.js';
import { aStoredBackup } from './a-stored-backup.js';

/** When the run of it was begun, and ended. */
export const startedAt = '2026-03-31T02:30:00.000Z';
/** A dump of PostgreSQL as it is stored, neither compressed nor encrypted. */
export const dump = Buffer.from('PGDMP and the rest');
/** The same with one bit turned. */
export const damagedDump = Buffer.from(dump);
damagedDump[9]! ^= 1;

const sum = { bytes: String(dump.length), sha256: createHash('sha256').update(dump).digest('hex') };
export const manifest: BackupManifest = {
  ...aStoredBackup(startedAt).manifest,
  ...{ engine: 'postgres', compression: 'none', rowCounts: null, tableDigests: null },
  ...{ dump: sum, object: { name: 'dump.pgc', ...sum } },
};
/** Where it lies in each storage. */
export const place = `shop-db/shop/${manifest.id}`;

/** It lies in the folder of a storage from now on, with these bytes. */
export function lies(folder: string, bytes = dump): void {
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(join(folder, place, manifest.object.name), bytes);
  writeFileSync(join(folder, place, 'manifest.json'), JSON.stringify(manifest));
}

/** The run that has made it, in a store: `storages` says what each of them did. */
export async function keptRun(
  store: BackupStore,
  storages: readonly { name: string; failure: string | null }[],
): Promise<BackupRun> {
  const outcome = { manifest, folder: place, storages: [...storages] };
  const run: BackupRun = {
    ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'running', failure: null },
    ...{ startedAt, endedAt: startedAt, progress: null },
    databases: [databaseOf({ database: 'shop', outcome, durationMs: 1 })],
  };
  await store.begin(run, startedAt, null);
  const ended = { ...run, state: stateOf(run.databases) };
  await store.keepSaved(ended);
  return ended;
}
