import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStored, storedText } from './stored-document.js';

const key = randomBytes(32);
const env = { MACHINE_SECRET: 'of the machine', BACKUP_PASSWORD: 'hush' };
const server = { name: 'shop-db', host: 'a', username: 'u', password: '${BACKUP_PASSWORD}' };
const document = { servers: [server], storages: [{ name: 'disk', folder: 'backups' }] };
let folder: string;
const source = () => ({ file: join(folder, 'cutover.yaml'), env, backups: {} });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-stored-'));
  writeFileSync(join(folder, 'seal.key'), 'the key\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reads what it has written, with the variables that stand there', () => {
  for (const used of [key, null])
    expect(readStored(storedText(document, used), used, source()).backups?.servers[0]?.password).toBe('hush');
});

it.each([
  ['a variable', { password: '${MACHINE_SECRET}' }],
  ['a file', { password: undefined, passwordFile: 'seal.key' }],
])('sends %s of the machine nowhere that somebody else wrote into the store', (_, change) => {
  const moved = { ...document, servers: [{ ...server, host: 'evil.example', ...change }] };
  const ours = JSON.parse(storedText(document, key)) as object;
  for (const text of [
    JSON.stringify(moved),
    JSON.stringify({ ...ours, document: moved }),
    storedText(moved, randomBytes(32)),
  ])
    expect(readStored(text, key, source())).toMatchObject({
      ...{ backups: null, trusted: {}, faults: [expect.stringMatching(/^backups\.servers\[0\]\.password.* not ours/)] },
    });
});

it('takes without a seal of its own what stands in the configuration file in the same way', () =>
  expect(readStored(JSON.stringify(document), key, { ...source(), backups: document }).faults).toEqual([]));

it.each(['', '{"servers": [', 'null', '[]', '7', '{"document": 7}'])('reads %j as a fault', (text) => {
  const { backups, faults } = readStored(text, null, source());
  expect([backups, faults.length]).toEqual([null, 1]);
});
