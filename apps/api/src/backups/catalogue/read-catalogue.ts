import { text } from 'node:stream/consumers';
import { backupManifestSchema, type BackupManifest } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import { manifestName } from '../run/run-backup.js';
import type { BackupStorage } from '../storages/backup-storage.js';

/** A backup in one storage; `fault`: its manifest is there and cannot be read as one. */
export type CatalogueEntry =
  | { storage: BackupStorage; folder: string; manifest: BackupManifest }
  | { storage: BackupStorage; folder: string; fault: string };

/**
 * Every backup of a storage, the newest first within a database, from its manifests alone: no store is needed. Rejects where the
 * storage cannot be read.
 */
export async function readCatalogue(storage: BackupStorage, prefix = ''): Promise<CatalogueEntry[]> {
  const entries: CatalogueEntry[] = [];
  for await (const { path } of storage.list(prefix)) {
    if (!path.endsWith(`/${manifestName}`)) continue;
    entries.push(await readEntry(storage, path.slice(0, -manifestName.length - 1)));
  }
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
