import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subject } from 'rxjs';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { silentFolder } from '../../../test/support/silent-folder.js';
import { backupsSchema } from '../../config/backups.schema.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from './backup-catalogue.service.js';

it('says of a storage that does not answer that nothing is known of it since, and reads the others', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cutover-catalogue-'));
  const storages = ['disk', 'nas'].map((name) => ({ name, folder: join(root, name) }));
  const backups = backupsSchema.parse({ storages });
  const catalogue = new BackupCatalogueService(fixedSettings({ backups }), new Clock());
  try {
    catalogue.onApplicationBootstrap();
    const [, before] = await catalogue.viewsNow();
    const nas = await silentFolder(join(root, 'nas'));
    const views = await catalogue.viewsNow();
    const silent = { failure: expect.stringContaining('Look at its mount'), readAt: before!.readAt };
    expect(views).toMatchObject([{ failure: null }, silent]);
    await nas.answers();
    expect(await catalogue.viewsNow()).toMatchObject([{ failure: null }, { failure: null }]);
  } finally {
    catalogue.beforeApplicationShutdown();
    rmSync(root, { recursive: true });
  }
});

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
