import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subject } from 'rxjs';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { backupsSchema } from '../../config/backups.schema.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from './backup-catalogue.service.js';

it('watches the storages that the configuration has now, and goes on with those that stay', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cutover-catalogue-'));
  const disk = { name: 'disk', folder: join(root, 'a') };
  let backups = backupsSchema.parse({});
  const changes = new Subject<void>();
  const settings = fixedSettings({ backups }, { changes, current: () => backups });
  const catalogue = new BackupCatalogueService(settings, new Clock());
  const change = (storages: object[]): void => {
    backups = backupsSchema.parse({ storages });
    changes.next();
  };
  const names = (): string[] => catalogue.known().map(({ storage }) => storage.name);
  try {
    catalogue.onApplicationBootstrap();
    expect(await catalogue.views()).toEqual([]);
    change([disk]);
    const [first] = await catalogue.views();
    expect(first).toMatchObject({ failure: null, readAt: expect.any(String) });
    change([disk, { name: 'other', folder: join(root, 'b') }]);
    expect(names()).toEqual(['disk', 'other']);
    expect(catalogue.known()[0]?.storage).toBe(first?.storage);
    change([{ ...disk, folder: join(root, 'c') }]);
    expect(names()).toEqual(['disk']);
    expect(catalogue.known()[0]?.storage).not.toBe(first?.storage);
    catalogue.beforeApplicationShutdown();
    change([]);
    expect(names()).toEqual(['disk']);
  } finally {
    catalogue.beforeApplicationShutdown();
    rmSync(root, { recursive: true });
  }
});
