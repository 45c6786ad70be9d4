// What is encrypted, as each server tells it: encryption.int.spec.ts is more of it on the MariaDB of this machine.
import type { Lab } from '@cutover/lab';
import { encryptionDialects } from '../../src/encryption/dialects/registry.js';
import type { EncryptionReader, ToldEncryption } from '../../src/encryption/encryption-dialect.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { runOn } from '../support/run-on.js';
import { serverLine } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

const flavor = serverLine.flavor === 'mysql' ? 'mysql' : 'mariadb';

let lab: Lab;
let connections: ConnectionsService;
let target: EncryptionReader;
let nowMs = 0;

const read = (reader = target): Promise<ToldEncryption> => reader.read({}, (nowMs += 60_001));
const readerOf = (role: 'source' | 'target', of = connections): EncryptionReader =>
  encryptionDialects[flavor]!.readerOf(of.get('shop', role));
const admin = (...statements: string[]): Promise<void> =>
  runOn(lab, 'target', 'SET SESSION sql_log_bin = 0', ...statements);
/** Names of the tablespaces that are not encrypted; rejects where they are unknown. */
async function open(): Promise<string[]> {
  const { tablespaces } = await read();
  if (tablespaces.value === null) throw new Error(tablespaces.reason);
  return tablespaces.value.filter(({ state }) => state !== 'done').map(({ table, name }) => table ?? name);
}

beforeAll(async () => {
  lab = await labPair();
  connections = await whenUp(startConnections(configOf(lab)));
  target = readerOf('target');
});
afterAll(() => connections.onApplicationShutdown());

it('says of the sound pair that all of the target is encrypted, and its log files', async () => {
  await eventually('everything is encrypted', async () => (await open()).length === 0);
  const told = await read();
  expect(told.parts.filter(({ isRequired, state }) => isRequired && state !== 'encrypted')).toEqual([]);
  expect(told.logs.value?.map(({ isEncrypted }) => isEncrypted)).not.toContain(false);
  expect(told.requiresTls).toBe(true);
  const names = told.tablespaces.value?.map(({ table, name }) => table ?? name);
  const systemTablespace = { mariadb: 'innodb_system', mysql: 'mysql' };
  expect(names).toEqual(expect.arrayContaining(['shop.orders', systemTablespace[flavor]]));
});

it('says of the plain source that nothing is', async () => {
  const { tablespaces, logs } = await read(readerOf('source'));
  expect(tablespaces.value?.filter(({ state }) => state === 'done')).toEqual([]);
  expect(logs.value?.map(({ isEncrypted }) => isEncrypted)).not.toContain(true);
});

it('names what stays plain, in whatever database, with the statement that encrypts it', async () => {
  const refusing = { mariadb: 'ENCRYPTED=NO', mysql: "ENCRYPTION='N'" }[flavor];
  await admin(
    'CREATE DATABASE elsewhere',
    `CREATE TABLE elsewhere.\`it is, plain\` (id INT PRIMARY KEY, c TEXT, FULLTEXT (c)) ${refusing}`,
    `CREATE TABLE elsewhere.parts (id INT PRIMARY KEY) ${refusing} PARTITION BY HASH (id) PARTITIONS 2`,
  );
  try {
    const { tablespaces } = await read();
    const never = tablespaces.value?.filter(({ state }) => state === 'never') ?? [];
    const actionOf = (table: string): string =>
      never.find((each) => each.table === table)?.action?.replace('SET SESSION sql_log_bin = 0; ', '') ?? '';
    expect(never.filter(({ table }) => table === 'elsewhere.parts')).toHaveLength(2);
    await admin(actionOf('elsewhere.it is, plain'), actionOf('elsewhere.parts'));
    await eventually('all are encrypted', async () => (await open()).length === 0);
  } finally {
    await admin('DROP DATABASE elsewhere');
  }
});

it('is unknown to an account without PROCESS, with the GRANT', async () => {
  const rights = ['SELECT ON shop.*'];
  const account = await createAccount(lab, 'narrow', { source: rights, target: rights });
  const own = await whenUp(startConnections(configOf(lab, { target: account.target })));
  try {
    const { tablespaces, logs } = await read(readerOf('target', own));
    expect(tablespaces).toMatchObject({
      value: null,
      grant: "SET SESSION sql_log_bin = 0; GRANT PROCESS ON *.* TO 'narrow'@'%';",
    });
    expect(logs.value).toBeNull();
  } finally {
    await own.onApplicationShutdown();
    await account.drop();
  }
});
