// Which files of the binary log of a real MariaDB are encrypted.
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lab } from '@cutover/lab';
import { encryptionDialects } from '../../src/encryption/dialects/registry.js';
import type { EncryptionReader } from '../../src/encryption/encryption-dialect.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let connections: ConnectionsService;
let reader: EncryptionReader;
let nowMs = 0;

beforeAll(async () => {
  lab = await labPair();
  connections = await whenUp(startConnections(configOf(lab)));
  reader = encryptionDialects['mariadb']!.readerOf(connections.get('shop', 'target'));
});
afterAll(() => connections.onApplicationShutdown());

const admin = (...statements: string[]) =>
  lab.withoutBinaryLog('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });
const files = async () => {
  const { logs } = await reader.read({}, (nowMs += 60_001));
  if (logs.value === null) throw new Error(logs.reason);
  return logs.value;
};
const path = async (name: string): Promise<string> => {
  const base = await lab.withAdmin('target', async (root) => {
    const [rows] = await root.query('SELECT @@log_bin_basename AS base');
    return (rows as { base: string }[])[0]?.base ?? '';
  });
  return join(dirname(base), name);
};
it('loses what it knows of none because another one cannot be read', async () => {
  await admin('FLUSH LOCAL BINARY LOGS', 'FLUSH LOCAL BINARY LOGS');
  const [first] = await files();
  const gone = await path(first?.name ?? '');
  const fresh = encryptionDialects['mariadb']!.readerOf(connections.get('shop', 'target'));
  await rename(gone, `${gone}.kept`);
  try {
    const { logs } = await fresh.read({}, 0);
    expect(logs.value?.[0]).toMatchObject({
      isEncrypted: null,
      reason: expect.stringMatching(/not found|No such/i),
    });
    expect(new Set(logs.value?.slice(1).map(({ isEncrypted }) => isEncrypted))).toEqual(new Set([true]));
  } finally {
    await rename(`${gone}.kept`, gone);
  }
});

it('forgets all when another list begins, whatever its files are called', async () => {
  await admin('FLUSH LOCAL BINARY LOGS', 'FLUSH LOCAL BINARY LOGS');
  expect((await files()).every(({ isEncrypted }) => isEncrypted === true)).toBe(true);
  const kept = (await files()).length;
  const from = await lab.withAdmin('source', async (root) => {
    const [rows] = await root.query('SELECT @@log_bin_basename AS base');
    return (rows as { base: string }[])[0]?.base ?? '';
  });
  // The file that takes the name of the small one is larger: its size alone does not tell that it is another.
  const name = (await files()).at(-2)?.name ?? '';
  const sizeBefore = (await stat(await path(name))).size;
  const plain = join(dirname(from), 'binlog.000001');
  await admin('RESET MASTER', ...Array.from({ length: kept }, () => 'FLUSH LOCAL BINARY LOGS'));
  await writeFile(await path(name), Buffer.concat([await readFile(plain), Buffer.alloc(sizeBefore)]));
  expect((await files()).find((each) => each.name === name)?.isEncrypted).toBe(false);
  await eventually('it is purged', async () => {
    await admin(`PURGE BINARY LOGS TO '${(await files()).at(-1)?.name}'`);
    return (await files()).every(({ isEncrypted }) => isEncrypted === true);
  });
});
