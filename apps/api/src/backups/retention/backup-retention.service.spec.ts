import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subject } from 'rxjs';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import type { BackupGuardService } from '../guard/backup-guard.service.js';
import type { BackupStore } from '../store/backup.store.js';
import { LocalStorage } from '../storages/local-storage.js';
import { BackupRetentionService } from './backup-retention.service.js';

const changes = new Subject<void>();

/** Somebody changes the configuration while the first backup is deleted. */
class ChangingDisk extends LocalStorage {
  override async remove(path: string): Promise<void> {
    changes.next();
    return super.remove(path);
  }
}

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-retention-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('deletes no more once the configuration was changed: who changed it may want to keep the rest', async () => {
  const storage = new ChangingDisk('disk', root);
  const entries = ['01', '02', '03', '04'].map((day) => aStoredBackup(`2026-03-${day}T02:30:00.000Z`, {}, { storage }));
  for (const { folder } of entries) {
    mkdirSync(join(root, folder), { recursive: true });
    for (const name of ['dump.sql.zst', 'manifest.json']) writeFileSync(join(root, folder, name), 'bytes');
  }
  const config = configSchema.parse({
    backups: {
      servers: [{ name: 'shop-db', host: 'a', username: 'u', password: 'p' }],
      storages: [{ name: 'disk', folder: root, retention: { last: 1 } }],
    },
  });
  const view = { storage, entries, readAt: '2026-03-31T00:00:00.000Z', failure: null };
  const service = new BackupRetentionService(
    fixedSettings(config, { changes }),
    { viewsNow: () => Promise.resolve([view]), look: () => Promise.resolve() } as unknown as BackupCatalogueService,
    {} as BackupGuardService,
    { list: () => Promise.resolve([]) } as unknown as BackupStore,
    new Clock(),
  );
  expect(await service.apply('ops')).toMatchObject({ deleted: [{ folder: entries[0]!.folder }], left: 2, kept: 3 });
  expect(changes.observed).toBe(false);
});
