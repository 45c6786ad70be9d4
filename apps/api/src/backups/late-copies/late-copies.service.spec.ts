import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damagedDump, dump, keptRun, lies, manifest, place, startedAt } from '../../../test/support/a-stored-dump.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { LocalStorage } from '../storages/local-storage.js';
import type { BackupStore } from '../store/backup.store.js';
import { copyBackup } from './copy-backup.js';
import { LateCopiesService } from './late-copies.service.js';

let root: string;
let stage: StoreStage;
let store: BackupStore;
let catalogue: BackupCatalogueService;
let service: LateCopiesService;
let nowMs: number;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cutover-late-copies-'));
  stage = new StoreStage();
  store = (await stage.open()).backups;
  nowMs = Date.parse('2026-03-31T03:00:00.000Z');
  const config = configSchema.parse({
    backups: {
      servers: [{ name: 'shop-db', engine: 'postgres', host: 'a', username: 'u', password: 'p' }],
      storages: ['disk', 'nas'].map((name) => ({ name, folder: join(root, name) })),
    },
  });
  const settings = fixedSettings(config);
  const clock = Object.assign(new Clock(), { nowMs: () => nowMs, nowIso: () => new Date(nowMs).toISOString() });
  catalogue = new BackupCatalogueService(settings, clock);
  service = new LateCopiesService(settings, store, catalogue, clock);
  lies(join(root, 'disk'));
  catalogue.onApplicationBootstrap();
  await keptRun(store, [
    { name: 'disk', failure: null },
    { name: 'nas', failure: 'Storage nas: EIO' },
  ]);
});
afterEach(async () => {
  catalogue.beforeApplicationShutdown();
  await service.beforeApplicationShutdown();
  await stage.end();
  rmSync(root, { recursive: true });
});

const isThere = (name: string): boolean => existsSync(join(root, 'nas', place, name));

it('stores what a run could not, under the same path, and its run is complete', async () => {
  await service.look();
  expect(readFileSync(join(root, 'nas', place, 'dump.pgc'))).toEqual(dump);
  expect(JSON.parse(readFileSync(join(root, 'nas', place, 'manifest.json'), 'utf8'))).toEqual(manifest);
  expect(isThere('RESTORE.txt')).toBe(true);
  const run = await store.find('r');
  expect(run?.state).toBe('complete');
  expect(run?.databases[0]?.storages[1]).toMatchObject({ failure: null, storedLaterAt: '2026-03-31T03:00:00.000Z' });
  expect(service.missing()).toEqual([]);
});

it.each(['cancelled', 'interrupted'] as const)(
  'stores what a run had finished before it was %s, and it stays so',
  async (state) => {
    await store.keepSaved({ ...(await store.find('r'))!, state });
    await service.look();
    expect(isThere('manifest.json')).toBe(true);
    const run = await store.find('r');
    expect(run?.state).toBe(state);
    expect(run?.databases[0]?.storages[1]).toMatchObject({ failure: null, storedLaterAt: '2026-03-31T03:00:00.000Z' });
    expect(service.missing()).toEqual([]);
  },
);

it('tries again later, and longer apart, where the storage does not take it; until then it is missing', async () => {
  await catalogue.look();
  // A file stands where a folder is to be.
  mkdirSync(join(root, 'nas'), { recursive: true });
  writeFileSync(join(root, 'nas', 'shop-db'), '');
  await service.look();
  expect(service.missing()).toMatchObject([{ backupId: manifest.id, storage: 'nas', failure: expect.any(String) }]);
  nowMs += 61_000;
  // It is tried, and fails again.
  await service.look();
  rmSync(join(root, 'nas', 'shop-db'));
  nowMs += 119_000;
  await service.look();
  expect(isThere('manifest.json')).toBe(false);
  nowMs += 2_000;
  await service.look();
  expect(isThere('manifest.json')).toBe(true);
  expect(service.missing()).toEqual([]);
});

it('publishes nothing whose bytes are not those that were written', async () => {
  lies(join(root, 'disk'), damagedDump);
  await service.look();
  expect([isThere('dump.pgc'), isThere('manifest.json')]).toEqual([false, false]);
  expect(service.missing()).toMatchObject([{ failure: expect.stringContaining('is no good in disk') }]);
});

it('stores it also after hundreds of younger runs', async () => {
  for (let at = 0; at < 500; at++) {
    const id = `younger-${at}`;
    const run = { id, server: id, type: 'hourly', slotAt: null, state: 'running' as const, failure: null };
    const times = { startedAt: '2026-03-31T02:45:00.000Z', endedAt: null, progress: null, databases: [] };
    await store.begin({ ...run, ...times }, startedAt, null);
  }
  await service.look();
  expect(isThere('manifest.json')).toBe(true);
});

it('copies nothing that is being deleted, and nothing twice', async () => {
  const [disk, nas] = ['disk', 'nas'].map((name) => new LocalStorage(name, join(root, name)));
  const { signal } = new AbortController();
  const backup = { storage: disk!, folder: place, manifest };
  writeFileSync(join(root, 'disk', place, 'deleted.json'), '{}');
  await expect(copyBackup(backup, nas!, signal)).rejects.toThrow('is being deleted in disk');
  rmSync(join(root, 'disk', place, 'deleted.json'));
  // Two processes at once: neither takes from the other what it has stored.
  await Promise.allSettled([copyBackup(backup, nas!, signal), copyBackup(backup, nas!, signal)]);
  expect([isThere('manifest.json'), isThere('dump.pgc')]).toEqual([true, true]);
  expect(readFileSync(join(root, 'nas', place, 'dump.pgc'))).toEqual(dump);
  await copyBackup(backup, nas!, signal);
  rmSync(join(root, 'disk', place, 'dump.pgc'));
  await copyBackup(backup, nas!, signal);
});
