import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigSource } from '../../config/config-source.js';
import { configSchema } from '../../config/config.schema.js';
import { at } from '../../../test/support/some-evidence.js';
import type { BackupConfigurationStore, StoredConfiguration } from '../store/backup-configuration.store.js';
import { BackupSettings } from './backup-settings.service.js';
import { digestOf } from './canonical-json.js';
import { seal } from './seal.js';
import { masked, secretPlaces } from './secret-places.js';

const key = randomBytes(32);
const server = { name: 'shop-db', host: 'a', username: 'u', password: 'from the file' };
const seed = { servers: [server], storages: [{ name: 'disk', folder: 'backups' }] };
const source: ConfigSource = { file: '/etc/cutover.yaml', env: {}, backups: seed };
const sealedKey = { ...source, env: { CUTOVER_SEAL_KEY: key.toString('base64') } };

let kept: StoredConfiguration | null;
let failure: Error | null;
let settings: BackupSettings;

const put = (document: object | null, change: Partial<StoredConfiguration> = {}): void => {
  const revision = (kept?.revision ?? 0) + 1;
  kept = {
    ...{ revision, document: document && JSON.stringify(document), dueSince: '{}' },
    ...{ seedDigest: digestOf(masked(seed)), changedAt: at, changedBy: 'ops', ...change },
  };
};
const sealed = (password: string) => {
  const [place] = secretPlaces({ servers: [server] });
  return { ...seed, servers: [{ ...server, password: { sealed: seal(password, key, place!.context) } }] };
};
async function begin(from: ConfigSource = sealedKey): Promise<void> {
  const store = { latest: () => (failure === null ? Promise.resolve(kept) : Promise.reject(failure)) };
  const config = configSchema.parse({ backups: seed });
  settings = new BackupSettings(config, from, store as unknown as BackupConfigurationStore);
  await settings.onModuleInit();
}

beforeEach(() => {
  kept = failure = null;
});
afterEach(() => settings.beforeApplicationShutdown());

it('is that of the file until the store has one, and again when the store says so', async () => {
  await begin();
  expect(settings.state()).toMatchObject({ revision: 0, origin: 'file', changedBy: null });
  expect(settings.current().servers[0]?.password).toBe('from the file');
  const told = jest.fn();
  settings.changes.subscribe(told);
  put(sealed('${LOOKS_LIKE_ONE}'));
  await settings.refresh();
  await settings.refresh();
  expect(told).toHaveBeenCalledTimes(1);
  expect(settings.state()).toMatchObject({ revision: 1, origin: 'store', changedBy: 'ops' });
  expect(settings.current()).toMatchObject({
    servers: [{ password: '${LOOKS_LIKE_ONE}', port: 3306 }],
    storages: [{ folder: '/etc/backups' }],
  });
  put(null);
  await settings.refresh();
  expect(settings.state()).toMatchObject({ revision: 2, origin: 'file' });
  expect(settings.current().servers[0]?.password).toBe('from the file');
  expect(settings.notices()).toEqual([]);
});

it('has no servers where the one in the store cannot be opened, and never falls back to the file', async () => {
  put(sealed('x'));
  await begin({ ...source, env: { CUTOVER_SEAL_KEY: randomBytes(32).toString('base64') } });
  expect(settings.current().servers).toEqual([]);
  expect(settings.problems()).toEqual([
    expect.stringMatching(/cannot be used: backups\.servers\[0\]\.password: does not open with this seal key/),
  ]);
  await settings.beforeApplicationShutdown();
  await begin(source);
  expect(settings.current().servers).toEqual([]);
  expect(settings.problems()).toEqual([expect.stringContaining('there is no key to open it: set store.sealKeyFile')]);
});

it('goes on with the last one that could be used', async () => {
  put(sealed('first'));
  await begin();
  put({ servers: 'of a later version' });
  await settings.refresh();
  expect(settings.state()?.revision).toBe(2);
  expect(settings.current().servers[0]?.password).toBe('first');
  expect(settings.problems()).toEqual([expect.stringContaining('backups.servers: must be a list')]);
});

it('tries one again that could not be used, and says so once', async () => {
  put({ ...seed, servers: [{ ...server, password: undefined, passwordFile: 'backup-secrets/none' }] });
  const folder = mkdtempSync(join(tmpdir(), 'cutover-settings-'));
  await begin({ ...source, file: join(folder, 'cutover.yaml') });
  expect(settings.problems()).toEqual([expect.stringContaining('no such file')]);
  const told = jest.fn();
  settings.changes.subscribe(told);
  await settings.refresh();
  expect(told).not.toHaveBeenCalled();
  mkdirSync(join(folder, 'backup-secrets'));
  writeFileSync(join(folder, 'backup-secrets', 'none'), 'there now');
  await settings.refresh();
  expect([settings.problems(), settings.current().servers[0]?.password]).toEqual([[], 'there now']);
  expect(told).toHaveBeenCalledTimes(1);
  rmSync(folder, { recursive: true });
});

it('says of one that was cut that it cannot be read, and reads the next one', async () => {
  put(null, { document: '{"servers": [', dueSince: '{' });
  await begin();
  expect(settings.problems()).toEqual([expect.stringContaining('cannot be read in the store')]);
  put(sealed('x'));
  await settings.refresh();
  expect(settings.problems()).toEqual([]);
});

it('goes on with the last one while the store is out of order, and has none before it was ever read', async () => {
  failure = new Error('The disk is full.');
  await begin();
  expect(settings.state()).toBeNull();
  expect(settings.current().servers).toEqual([]);
  expect(settings.problems()).toEqual(['The configuration of backups is not known. The disk is full.']);
  failure = null;
  await settings.refresh();
  expect(settings.problems()).toEqual([]);
  failure = new Error('The disk is full.');
  await settings.refresh();
  expect(settings.current().servers).toHaveLength(1);
  expect(settings.problems()).toEqual([expect.stringMatching(/goes on with the last .* The disk is full/)]);
});

it('says that the file was changed after the store took over from it, but not of one without backups', async () => {
  put(sealed('x'));
  await begin();
  expect(settings.notices()).toEqual([]);
  await settings.beforeApplicationShutdown();
  await begin({ ...sealedKey, backups: { ...seed, compression: 'gzip' } });
  expect(settings.notices()).toEqual([expect.stringContaining('what it says now does not count')]);
  await settings.beforeApplicationShutdown();
  await begin({ ...sealedKey, backups: {} });
  expect(settings.notices()).toEqual([]);
});
