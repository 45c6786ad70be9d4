import { pipeline } from 'node:stream/promises';
import { OperationalError } from '../../failures/failures.js';
import type { StoredBackup } from '../catalogue/read-catalogue.js';
import { ByteTally } from '../run/byte-tally.js';
import { publish } from '../run/run-backup.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { manifestName, tombstoneName } from '../storages/stored-names.js';

/**
 * Copies a backup to a storage that lacks it: the same files under the same path, so that it is the same backup. Its bytes are held against
 * the manifest on the way, and nothing is published where they are others. Rejects where it is not there for good, and leaves nothing behind
 * then.
 */
export async function copyBackup(
  { storage: from, folder, manifest }: Pick<StoredBackup, 'storage' | 'folder' | 'manifest'>,
  to: BackupStorage,
  signal: AbortSignal,
): Promise<void> {
  for (const place of [from, to])
    if ((await place.find(`${folder}/${tombstoneName}`)) !== null)
      throw new OperationalError(
        'BACKUP_BEING_DELETED',
        `${folder} is being deleted in ${place.name}: it is not copied. The next application of retention ends that deletion, and so does backup prune.`,
      );
  if ((await to.find(`${folder}/${manifestName}`)) !== null) return;
  const path = `${folder}/${manifest.object.name}`;
  const writer = await to.begin(path);
  try {
    const object = new ByteTally();
    await pipeline(await from.read(path), object, writer.stream, { signal });
    const { bytes, sha256 } = object.sum();
    if (bytes !== manifest.object.bytes || sha256 !== manifest.object.sha256)
      throw new OperationalError(
        'BACKUP_DAMAGED',
        `${folder} is no good in ${from.name}: it has ${bytes} bytes with SHA-256 ${sha256}, and was written with ${manifest.object.bytes} and ${manifest.object.sha256}. Look at that storage.`,
      );
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const { failure } = await publish({ storage: to, writer, failure: null }, folder, manifest);
  if (failure !== null) throw new OperationalError('BACKUP_NOT_STORED', failure);
}
