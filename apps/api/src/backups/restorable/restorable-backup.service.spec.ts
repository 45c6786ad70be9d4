import { aRestoreTest } from '../../../test/support/a-restorable-backup.js';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import { RestoreTestStore } from '../store/restore-test.store.js';
import { RestorableBackupService } from './restorable-backup.service.js';

const endpoint = { host: 'production', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
  backups: { servers: [{ name: 'shop-db', ...endpoint }], storages: [{ name: 'disk', folder: '/nowhere' }] },
});
const stage = new StoreStage();
afterAll(() => stage.end());

it('counts tests of the server that the name stands for now, and none of another that had it', async () => {
  const tests = new RestoreTestStore((await stage.open()).connection);
  const service = new RestorableBackupService(config, fixedSettings(config), tests, new Clock());
  const known = async () => {
    await service.measure('shop', new AbortController().signal);
    return service.snapshot('shop')?.databases;
  };
  const keep = (id: string, address: string | null, startedAt: string) =>
    tests.begin(aRestoreTest({ id, address, startedAt }), startedAt);
  await keep('staging', 'staging:3306', '2026-03-02T00:00:00.000Z');
  await keep('of an earlier release', null, '2026-03-03T00:00:00.000Z');
  expect(service.serverOf('shop')).toBe('shop-db');
  expect(await known()).toEqual([{ database: 'shop', passed: null, last: null }]);
  await keep('ours', 'production:3306', '2026-03-01T00:00:00.000Z');
  expect(await known()).toMatchObject([{ database: 'shop', passed: { id: 'ours' }, last: { id: 'ours' } }]);
});
