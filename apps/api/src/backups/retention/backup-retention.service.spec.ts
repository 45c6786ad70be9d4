import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupRun } from '@cutover/contracts';
import { firstValueFrom, Subject } from 'rxjs';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import type { BackupReadBackService } from '../read-back/read-back.service.js';
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

/** A disk with a backup of each of these days of March, and a service that keeps the last. */
function begun(days: readonly string[]) {
  const storage = new ChangingDisk('disk', root);
  const entries = days.map((day) => aStoredBackup(`2026-03-${day}T02:30:00.000Z`, {}, { storage }));
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
  const done = new Subject<BackupRun>();
  const service = new BackupRetentionService(
    fixedSettings(config, { changes }),
    { viewsNow: () => Promise.resolve([view]), look: () => Promise.resolve() } as unknown as BackupCatalogueService,
    { done } as unknown as BackupReadBackService,
    new Clock(),
  );
  return { service, entries, done };
}

it('deletes no more once the configuration was changed: who changed it may want to keep the rest', async () => {
  const { service, entries } = begun(['01', '02', '03', '04']);
  expect(await service.apply('ops')).toMatchObject({ deleted: [{ folder: entries[0]!.folder }], left: 2, kept: 3 });
  expect(changes.observed).toBe(false);
});

it('is applied once a run was read back', async () => {
  const { service, entries, done } = begun(['01', '02']);
  service.onApplicationBootstrap();
  const applied = firstValueFrom(service.outcomes);
  done.next({} as BackupRun);
  expect(await applied).toMatchObject({ deleted: [{ folder: entries[0]!.folder }], kept: 1 });
  await service.beforeApplicationShutdown();
});
