import { backupManifestSchema, type BackupManifest } from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { mostTextBytes } from '../storages/stored-text.js';

/** Pure: the text of a manifest as it is stored. */
export const manifestText = (manifest: BackupManifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/**
 * Pure: the manifest as it will be read again. Options of a database that may not go into a statement are not known then, and what is said of
 * each table is left out where it would be too large, the digests first. Throws where it could not be read all the same.
 */
export function readableManifest(manifest: BackupManifest): BackupManifest {
  const { databaseOptions } = backupManifestSchema.shape;
  const known = databaseOptions.safeParse(manifest.databaseOptions).success
    ? manifest
    : { ...manifest, databaseOptions: null };
  const isSmall = (each: BackupManifest): boolean => Buffer.byteLength(manifestText(each)) <= mostTextBytes;
  const withoutDigests = { ...known, tableDigests: null };
  const readable = [known, withoutDigests, { ...withoutDigests, rowCounts: null }].find(isSmall);
  if (readable === undefined) throw unreadable(`it is larger than ${mostTextBytes >> 20} MiB`);
  const { error } = backupManifestSchema.safeParse(readable);
  if (error !== undefined)
    throw unreadable(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return readable;
}

const unreadable = (why: string): OperationalError =>
  new OperationalError(
    'MANIFEST_UNREADABLE',
    `Nothing was stored, since Cutover could not read the manifest of this backup again: ${why}. Please report that.`,
  );
