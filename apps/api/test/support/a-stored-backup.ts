import type { BackupSummary, StoredBackup } from '../../src/backups/catalogue/read-catalogue.js';
import { backupFolder } from '../../src/backups/storages/backup-storage.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';

/** A storage in which nothing is looked for. */
export const aStorage = new LocalStorage('disk', '/nowhere');

/** A whole daily backup of shop-db/shop in it, begun at an instant, of 100 bytes with its manifest. */
export function aStoredBackup(
  startedAt: string,
  told: Partial<BackupSummary> = {},
  change: Partial<StoredBackup<BackupSummary>> = {},
): StoredBackup<BackupSummary> {
  const id = `${startedAt.toLowerCase().replace(/[-:]|\.\d+/g, '')}-000000`;
  const manifest: BackupSummary = {
    ...{ format: 1, id, server: 'shop-db', engine: 'mariadb', database: 'shop', databaseOptions: null, type: 'daily' },
    ...{ startedAt, finishedAt: startedAt, position: null, serverVersion: null, roles: null, accounts: null },
    ...{ client: { program: '/usr/bin/mariadb-dump', version: '10.11' }, compression: 'zstd', encryption: null },
    dump: { bytes: '10', sha256: 'a'.repeat(64) },
    object: { name: 'dump.sql.zst', bytes: '5', sha256: 'b'.repeat(64) },
    ...told,
  };
  return {
    ...{ storage: aStorage, folder: backupFolder(manifest), manifest, bytes: 100n, changedAt: startedAt },
    ...{ objectFault: null, hold: null, proof: null, foundBad: null },
    ...change,
  };
}
