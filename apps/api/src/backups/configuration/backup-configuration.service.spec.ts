import { randomBytes } from 'node:crypto';
import { StoreStage } from '../../../test/support/store-stage.js';
import type { ConfigSource } from '../../config/config-source.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupConfigurationStore } from '../store/backup-configuration.store.js';
import { BackupConfigurationService } from './backup-configuration.service.js';
import { BackupSettings } from './backup-settings.service.js';

const server = { name: 'shop-db', host: 'db.example', username: 'backup', password: 'hush-hush' };
const disk = { name: 'disk', folder: '/b' };
const often = { name: 'often', cron: '* * * * *' };
const seed = { servers: [server], storages: [disk] };
const env = { CUTOVER_SEAL_KEY: randomBytes(32).toString('base64') };
const by = 'ops';

let stage: StoreStage;
let store: BackupConfigurationStore;
let settings: BackupSettings;

async function begin(source: Partial<ConfigSource> = {}): Promise<BackupConfigurationService> {
  const from = { file: '/etc/cutover/cutover.yaml', env, backups: seed, ...source };
  const config = configSchema.parse({ backups: from.backups });
  settings = new BackupSettings(config, from, store);
  await settings.onModuleInit();
  return new BackupConfigurationService(config, from, settings, store, new Clock());
}

beforeEach(async () => {
  stage = new StoreStage();
  store = (await stage.open()).configurations;
});
afterEach(async () => {
  await settings.beforeApplicationShutdown();
  await stage.end();
});

it('is that of the file at first; once saved it counts at once, and goes back on request', async () => {
  const service = await begin();
  const first = await service.get();
  expect(first).toMatchObject({ revision: 0, origin: 'file', changedBy: null, canSeal: true, notices: [] });
  expect(first.document).toEqual({ ...seed, servers: [{ ...server, password: '********' }] });
  const text = `${first.text}  schedules:\n    - ${JSON.stringify(often)}\n`;
  expect(service.check({ text })).toMatchObject({
    ...{ faults: [], changes: ['schedules/often added'], schedules: [{ name: 'often', next: { length: 5 } }] },
  });
  expect(await service.save({ text }, { revision: 0, by })).toMatchObject({
    revision: 1,
    origin: 'store',
    changedBy: by,
  });
  expect(settings.current()).toMatchObject({ servers: [{ password: 'hush-hush' }], schedules: [often] });
  expect(Object.keys(settings.dueSince())).toEqual(['schedules/often']);
  expect(JSON.stringify([await store.latest(), await service.get()])).not.toContain('hush-hush');
  expect(await service.reset({ revision: 1, by })).toMatchObject({ revision: 2, origin: 'file' });
  expect(settings.current().schedules).toEqual([]);
  await expect(service.reset({ revision: 2, by })).rejects.toMatchObject({ code: 'BACKUP_CONFIGURATION_OF_FILE' });
});

it('changes item by item', async () => {
  const service = await begin();
  await service.saveItem('schedules', 'often', often, { revision: 0, by });
  await service.saveItem('schedules', 'often', { cron: '0 2 * * *' }, { revision: 1, by });
  expect(settings.current().schedules).toMatchObject([{ name: 'often', cron: '0 2 * * *' }]);
  await expect(service.saveItem('schedules', 'a', often, { revision: 2, by })).rejects.toThrow('item.name: must be a');
  await expect(service.removeItem('storages', 'none', { revision: 2, by })).rejects.toMatchObject({ status: 404 });
  await expect(service.removeItem('storages', 'disk', { revision: 2, by })).rejects.toMatchObject({
    ...{ status: 400, code: 'BACKUP_CONFIGURATION_INVALID', details: [{ path: 'backups.storages' }] },
  });
  await service.removeItem('schedules', 'often', { revision: 2, by });
  expect(settings.current()).toMatchObject({ schedules: [], servers: [{ password: 'hush-hush' }] });
});

it('overwrites nothing that somebody else has changed since', async () => {
  const service = await begin();
  const orders = ['a', 'b'].map((name) =>
    service.saveItem('schedules', name, { cron: '0 2 * * *' }, { revision: 0, by: name }).then(
      () => 'kept',
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    ),
  );
  const [kept, refused] = (await Promise.all(orders)).sort().reverse();
  expect(kept).toBe('kept');
  expect(refused).toMatch(/^BACKUP_CONFIGURATION_CHANGED Revision 1 counts now: [ab] changed it at/);
  expect(settings.current().schedules).toHaveLength(1);
  const late = service.save({ document: { storages: [disk] } }, { revision: 0, by });
  await expect(late).rejects.toMatchObject({ status: 409, code: 'BACKUP_CONFIGURATION_CHANGED' });
  expect(settings.current().servers).toHaveLength(1);
});

it('says where a text is wrong, and saves nothing of it', async () => {
  const service = await begin();
  const text = 'backups:\n  servers:\n    - { name: a, host: b, username: c, pasword: hush-hush }\n';
  const { faults } = service.check({ text });
  expect(faults).toEqual(
    expect.arrayContaining([
      { path: 'backups.servers[0].pasword', message: expect.stringContaining('unknown key'), line: 3 },
    ]),
  );
  expect(JSON.stringify(faults)).not.toContain('hush-hush');
  expect(service.check({ text: 'backups: [' }).faults[0]?.line).toBe(1);
  await expect(service.save({ text }, { revision: 0, by })).rejects.toMatchObject({ status: 400 });
  expect(await store.latest()).toBeNull();
});

it('keeps no secret without a key to seal it with', async () => {
  const service = await begin({ env: {} });
  const { text } = await service.get();
  expect(service.check({ text }).faults).toEqual([
    { path: 'backups', message: expect.stringContaining('openssl rand -base64 32'), line: expect.any(Number) },
  ]);
  await expect(service.save({ text }, { revision: 0, by })).rejects.toMatchObject({ code: 'BACKUP_SEAL_KEY_MISSING' });
  expect(await service.save({ document: { storages: [disk] } }, { revision: 0, by })).toMatchObject({ revision: 1 });
});

it('changes nothing while it is not known what counts', async () => {
  jest.spyOn(store, 'latest').mockRejectedValue(new Error('The disk is full.'));
  const service = await begin();
  await expect(service.get()).rejects.toMatchObject({ code: 'BACKUP_CONFIGURATION_UNKNOWN' });
  await expect(service.save({ document: seed }, { revision: 0, by })).rejects.toThrow('The disk is full.');
  expect(settings.current().servers).toEqual([]);
});
