import { randomBytes } from 'node:crypto';
import { isSealed, masked, placeholder, secretPlaces, type Document } from './secret-places.js';
import { unseal } from './seal.js';
import { takeSecrets } from './take-secrets.js';

const key = randomBytes(32);
const configFile = '/etc/cutover/cutover.yaml';
const server = { name: 'shop-db', host: 'db.example', port: 3306, username: 'backup', password: 'hush' };
const bucket = {
  name: 'offsite',
  kind: 's3',
  endpoint: 'https://s3.example',
  accessKeyId: 'A',
  secretAccessKey: 'hush',
};
const document = (change: object = {}): Document => ({ servers: [server], storages: [bucket], ...change });
const take = (sent: Document, before: Document, withKey: Buffer | null = key) =>
  takeSecrets(sent, { before, key: withKey, configFile });
const stored = take(document(), {}).stored;
const shown = masked(stored) as { servers: object[]; storages: object[] };
const openedIn = (of: Document): (string | null)[] =>
  secretPlaces(of).map(({ item, key: secret, context }) => {
    const value = item[secret];
    return isSealed(value) ? unseal(value.sealed, key, context) : null;
  });

it('seals what is given, and shows none of it', () => {
  expect(openedIn(stored)).toEqual(['hush', 'hush']);
  expect(JSON.stringify([stored, shown])).not.toContain('hush');
  expect(shown.servers).toEqual([{ ...server, password: placeholder }]);
});

it('keeps what the placeholder stands for, wherever its item stands now', () => {
  const other = { ...server, name: 'crm-db', password: 'new' };
  const taken = take({ ...shown, servers: [other, ...shown.servers] }, stored);
  expect(taken).toMatchObject({ faults: [], given: ['servers/crm-db'], lacksKey: false });
  expect(openedIn(taken.stored)).toEqual(['new', 'hush', 'hush']);
});

it.each<[string, object]>([
  ['host', { host: 'evil.example' }],
  ['port', { port: 3307 }],
  ['account', { username: 'other' }],
  ['engine', { engine: 'postgres' }],
  ['TLS', { tls: { verify: false } }],
])('sends no stored password where the %s is another one', (_, change) => {
  for (const before of [stored, document()]) {
    const { faults } = take({ ...shown, servers: [{ ...shown.servers[0], ...change }] }, before);
    expect(faults).toEqual([expect.stringMatching(/^backups\.servers\[0\]\.password: was stored for another host/)]);
  }
});

it('sends no stored key to another endpoint, or in the name of another item', () => {
  const moved = { ...shown.storages[0], endpoint: 'https://evil.example' };
  expect(take({ ...shown, storages: [moved] }, stored).faults).toEqual([expect.stringContaining('storages[0].secret')]);
  const renamed = { ...shown.servers[0], name: 'other-db' };
  expect(take({ ...shown, servers: [renamed] }, stored).faults).toEqual([expect.stringContaining('none is: give it')]);
  expect(take({ restoreServers: shown.servers }, stored).faults).toEqual([expect.stringContaining('none is')]);
});

it('takes sealed text from nobody: what was moved in the store opens nowhere else either', () => {
  expect(take(stored, stored).faults).toEqual([
    'backups.servers[0].password: must be text (quote it)',
    'backups.storages[0].secretAccessKey: must be text (quote it)',
  ]);
  const moved = structuredClone(stored) as { servers: { host: string }[] };
  moved.servers[0]!.host = 'evil.example';
  expect(openedIn(moved as unknown as Document)[0]).toBeNull();
});

it('needs a key for what must be sealed, and for nothing else', () => {
  expect(take(document(), {}, null)).toMatchObject({ faults: [], lacksKey: true });
  expect(take(shown, stored, null)).toMatchObject({ faults: [], lacksKey: false });
  const named = { servers: [{ ...server, password: undefined, passwordFile: 'backup-secrets/shop-db' }] };
  expect(take(named, {}, null)).toMatchObject({ faults: [], lacksKey: false });
});

it('brings in no variable of the environment that was not there for the same server', () => {
  const before = document({ servers: [{ ...server, host: '${DB}', password: '${PW}' }] });
  const same = masked(before) as { servers: object[] };
  expect(same.servers).toEqual([{ ...server, host: '${DB}', password: '${PW}' }]);
  expect(take(same, before).faults).toEqual([]);
  const faults = (change: object): string[] =>
    take({ ...same, servers: [{ ...same.servers[0], ...change }] }, before).faults;
  expect(faults({ password: '${CUTOVER_SEAL_KEY}' })).toEqual([expect.stringMatching(/password: names a variable/)]);
  expect(faults({ host: 'evil.example' })).toEqual([expect.stringMatching(/password: names a variable/)]);
  expect(faults({ username: '${OTHER}' })).toHaveLength(3);
  expect(faults({ databases: ['${HOME}'] })).toEqual([expect.stringMatching(/servers\[0\]\.databases\[0\]: names/)]);
  expect(faults({ databases: ['$${HOME}'] })).toEqual([]);
});

it('names no file as a secret but in the folder for them, or one that was there for the same server', () => {
  const withFile = (passwordFile: string, change: object = {}) => ({
    servers: [{ ...server, password: undefined, passwordFile, ...change }],
  });
  for (const file of ['backup-secrets/a', './backup-secrets/b/c', '/etc/cutover/backup-secrets/a'])
    expect(take(withFile(file), {}).faults).toEqual([]);
  for (const file of ['cutover.yaml', '/etc/shadow', 'backup-secrets', 'backup-secrets/../seal.key'])
    expect(take(withFile(file), {}).faults).toEqual([
      expect.stringMatching(/^backups\.servers\[0\]\.passwordFile: may only be a file in the folder backup-secrets/),
    ]);
  expect(take(withFile('/run/pw'), withFile('/run/pw')).faults).toEqual([]);
  expect(take(withFile('/run/pw', { host: 'evil.example' }), withFile('/run/pw')).faults).toHaveLength(1);
});

it('takes a password that looks like a reference as it is meant', () => {
  const taken = take({ servers: [{ ...server, password: 'a$${b}' }] }, {});
  expect(openedIn(taken.stored)).toEqual(['a${b}']);
});

it('cannot keep what is half of the environment and half not', () => {
  const before = document({ servers: [{ ...server, password: 'a${PW}' }] });
  expect(take(masked(before), before).faults).toEqual([expect.stringContaining('made of a variable')]);
});
