import { text } from 'node:stream/consumers';
import { backupManifestSchema, type BackupManifest } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import { manifestName } from '../run/run-backup.js';
import type { BackupStorage } from '../storages/backup-storage.js';

const withoutManifest = `has no ${manifestName}: it is no backup. One may be written just now; else a crash has left it, and it can be removed`;

/** A backup in one storage; `fault`: what lies there is none, and why. */
export type CatalogueEntry =
  | { storage: BackupStorage; folder: string; manifest: BackupManifest }
  | { storage: BackupStorage; folder: string; fault: string };

/** A backup whose manifest can be read. */
export type KnownBackup = Extract<CatalogueEntry, { manifest: unknown }>;

/**
 * Every backup of a storage, the newest first within a database, from its manifests alone: no store is needed. Rejects where the
 * storage cannot be read.
 */
export async function readCatalogue(storage: BackupStorage, prefix = ''): Promise<CatalogueEntry[]> {
  const folders = new Map<string, boolean>();
  for await (const { path } of storage.list(prefix)) {
    const [folder, name] = [path.slice(0, Math.max(path.lastIndexOf('/'), 0)), path.slice(path.lastIndexOf('/') + 1)];
    // SERVER/DATABASE/ID: whatever else lies in the storage is not ours.
    if (folder.split('/').length === 3) folders.set(folder, folders.get(folder) === true || name === manifestName);
  }
  const entries: CatalogueEntry[] = [];
  for (const [folder, hasManifest] of folders)
    entries.push(hasManifest ? await readEntry(storage, folder) : { storage, folder, fault: withoutManifest });
  return entries.sort((a, b) => (a.folder < b.folder ? 1 : -1));
}

async function readEntry(storage: BackupStorage, folder: string): Promise<CatalogueEntry> {
  const words = await text(await storage.read(`${folder}/${manifestName}`));
  try {
    return { storage, folder, manifest: backupManifestSchema.parse(JSON.parse(words)) };
  } catch (error) {
    return { storage, folder, fault: `its ${manifestName} is no manifest: ${messageOf(error)}` };
  }
}
