// Backups are restored into a server that is made for it, and compared with what was dumped.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backupRestoreTestListSchema,
  backupRestoreTestSchema,
  backupRunSchema,
  type BackupManifest,
  type BackupRestoreTest,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { startProduct, type Product } from '../support/product.js';

/** A server is made for each: more often they would keep the cores busy by themselves. */
const nowAndThen = '*/20 * * * * *';
let lab: Lab;
let folder: string;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  // Where root runs the tests, the servers run as nobody.
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  await product?.end();
  rmSync(folder, { recursive: true });
});

async function start(restoreTest: object = {}, changes: object = {}): Promise<void> {
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const server = { name: 'shop-db', host, port, username, password, tls, databases: ['shop'] };
  const storages = [{ name: 'disk', folder: join(folder, 'backups') }];
  const backups = { servers: [server], storages, restoreTest: { folder, ...restoreTest }, ...changes };
  product = await startProduct(lab, { sections: { backups } });
}

async function backUp(as = 'complete'): Promise<string> {
  const asked = await product.send('POST', '/api/backups/runs', { server: 'shop-db' });
  const { id } = backupRunSchema.parse(await asked.json());
  const run = await eventually('it is backed up', async () => {
    const now = backupRunSchema.parse(await product.get(`/api/backups/runs/${id}`));
    return now.state !== 'running' && now;
  });
  expect(run.state).toBe(as);
  return run.databases[0]!.backupId!;
}

async function begin(backupId: string): Promise<BackupRestoreTest> {
  const asked = await product.send('POST', '/api/backups/restore-tests', { backupId });
  expect(asked.status).toBe(202);
  return backupRestoreTestSchema.parse(await asked.json());
}

const now = async (id: string): Promise<BackupRestoreTest> =>
  backupRestoreTestSchema.parse(await product.get(`/api/backups/restore-tests/${id}`));

async function tested(backupId: string): Promise<BackupRestoreTest> {
  const { id } = await begin(backupId);
  return eventually('it was restored', async () => {
    const test = await now(id);
    return test.state !== 'running' && test;
  });
}

const fileOf = (backupId: string, name: string): string => join(folder, 'backups', 'shop-db', 'shop', backupId, name);
const manifestOf = (backupId: string): BackupManifest =>
  JSON.parse(readFileSync(fileOf(backupId, 'manifest.json'), 'utf8')) as BackupManifest;
const leftBehind = (): string[] => readdirSync(folder).filter((name) => name.startsWith('cutover-scratch'));

it('passes a backup that restores, every table identical, and leaves no server behind', async () => {
  await start();
  const backupId = await backUp();
  const test = await tested(backupId);
  const tables = Object.keys(manifestOf(backupId).rowCounts ?? {}).length;
  expect(tables).toBeGreaterThan(5);
  expect(test).toMatchObject({
    ...{ state: 'passed', reason: null, server: 'shop-db', database: 'shop', storage: 'disk', slotAt: null },
    ...{ restoredTo: expect.stringContaining('throwaway mariadb'), tables: { compared: tables, identical: tables } },
  });
  expect(test.restoreMs).toBeGreaterThan(0);
  // Retention knows of it, also without the store.
  expect(JSON.parse(readFileSync(fileOf(backupId, 'verified.json'), 'utf8'))).toMatchObject({
    level: 'restored',
  });
  expect(leftBehind()).toEqual([]);
  await product.stop();
  product = await product.restart();
  const { tests } = backupRestoreTestListSchema.parse(await product.get('/api/backups/restore-tests?server=shop-db'));
  expect(tests).toEqual([test]);
});

it('passes odd names, and definers that are not on the server of the test', async () => {
  const own = 'od`d "db"; x';
  const quoted = `\`${own.replace('`', '``')}\``;
  const table = `${quoted}.\`t\`\`'";--\``;
  const all = ['SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES, BINLOG MONITOR ON *.*'];
  const reader = await createAccount(lab, 'backup_all', { source: all, target: all });
  await lab.withoutBinaryLog('source', async (root) => {
    for (const statement of [
      `CREATE DATABASE ${quoted}`,
      "CREATE USER ghost@'%'",
      `GRANT ALL ON ${quoted}.* TO ghost@'%'`,
      `CREATE TABLE ${table} (id INT PRIMARY KEY, \`a b\` TEXT, raw BLOB, sum INT AS (id + 1) STORED)`,
      `INSERT INTO ${table} (id, \`a b\`, raw) VALUES (1, 'x\\ny''\\\\', x'00ff0a27'), (2, NULL, NULL)`,
      `CREATE DEFINER = ghost@'%' VIEW ${quoted}.v AS SELECT * FROM ${table}`,
      `CREATE DEFINER = ghost@'%' TRIGGER ${quoted}.tr BEFORE INSERT ON ${table} FOR EACH ROW SET NEW.\`a b\` = 'x'`,
      `CREATE DEFINER = ghost@'%' PROCEDURE ${quoted}.p() SELECT * FROM ${table}`,
    ])
      await root.query(statement);
  });
  try {
    const { host, port, username, password, tls } = reader.source;
    const server = { name: 'shop-db', host, port, username, password, tls, databases: [own] };
    await start({}, { servers: [server] });
    expect(await tested(await backUp())).toMatchObject({
      ...{ state: 'passed', reason: null, database: own, tables: { compared: 1, identical: 1 } },
    });
  } finally {
    await reader.drop();
    await lab.withoutBinaryLog('source', async (root) => {
      await root.query(`DROP DATABASE ${quoted}`);
      await root.query("DROP USER ghost@'%'");
    });
  }
});

it('fails a backup that restores to other rows than were dumped, and one that is damaged', async () => {
  await start();
  const backupId = await backUp();
  const manifest = manifestOf(backupId);
  const tableDigests = { ...manifest.tableDigests, orders: '0'.repeat(64) };
  writeFileSync(fileOf(backupId, 'manifest.json'), JSON.stringify({ ...manifest, tableDigests }));
  const other = await tested(backupId);
  expect(other).toMatchObject({ state: 'failed', reason: 'orders has other rows than were dumped.' });
  expect(other.tables!.identical).toBe(other.tables!.compared - 1);
  // A client of another version cannot compare, so it takes nothing back.
  const client = { ...manifest.client, version: `${manifest.client.version}-other` };
  writeFileSync(fileOf(backupId, 'manifest.json'), JSON.stringify({ ...manifest, client }));
  expect(await tested(backupId)).toMatchObject({
    ...{ state: 'undecided', reason: expect.stringContaining('orders has other rows than were dumped'), tables: null },
  });
  expect([fileOf(backupId, 'found-bad.json'), fileOf(backupId, 'verified.json')].map(existsSync)).toEqual([
    true,
    false,
  ]);
  writeFileSync(fileOf(backupId, 'manifest.json'), JSON.stringify(manifest));
  const object = readFileSync(fileOf(backupId, manifest.object.name));
  object[object.length - 9]! ^= 1;
  writeFileSync(fileOf(backupId, manifest.object.name), object);
  expect(await tested(backupId)).toMatchObject({ state: 'failed', restoredTo: null, tables: null });
  const unknown = await product.send('POST', '/api/backups/restore-tests', { backupId: 'nothing' });
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'BACKUP_UNKNOWN' }]);
});

it('decides nothing of a backup that it has no key for, and passes it with the key', async () => {
  const keys = (name: string): string => join(folder, name);
  execFileSync('age-keygen', ['-o', keys('own')], { stdio: 'ignore' });
  const recipient = execFileSync('age-keygen', ['-y', keys('own')], { encoding: 'utf8' }).trim();
  await start({}, { ageRecipients: [recipient] });
  const backupId = await backUp();
  const test = await tested(backupId);
  expect(test).toMatchObject({ state: 'undecided', reason: expect.stringContaining('ageIdentityFiles') });
  await product.end();
  await start({ ageIdentityFiles: [keys('own')] }, { ageRecipients: [recipient] });
  expect(await tested(backupId)).toMatchObject({ state: 'passed' });
});

it('tests what lies in a storage that can be read, when it is due and when asked, while another cannot', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  const storages = ['a-file/away', 'backups'].map((name) => ({ name: name.slice(-4), folder: join(folder, name) }));
  await start({ cron: nowAndThen }, { storages });
  const backupId = await backUp('partial');
  const test = await eventually('a test that was due', async () => {
    const { tests } = backupRestoreTestListSchema.parse(await product.get('/api/backups/restore-tests'));
    return tests.find(({ slotAt, state }) => slotAt !== null && state !== 'running');
  });
  expect(test).toMatchObject({ backupId, state: 'passed', storage: 'kups' });
  expect(await tested(backupId)).toMatchObject({ state: 'passed', storage: 'kups' });
  const elsewhere = await product.send('POST', '/api/backups/restore-tests', { backupId, storage: 'away' });
  expect([elsewhere.status, await elsewhere.json()]).toMatchObject([404, { code: 'BACKUP_UNKNOWN' }]);
});

it('tests the newest backup when it is due, and a process that is killed leaves no server', async () => {
  await start({ cron: nowAndThen });
  const backupId = await backUp();
  const [test] = await eventually('a test that was due', async () => {
    const { tests } = backupRestoreTestListSchema.parse(await product.get('/api/backups/restore-tests'));
    return tests[0]?.state === 'passed' && tests;
  });
  expect(test).toMatchObject({ backupId, slotAt: expect.any(String) });
  await eventually('a server is there', () => Promise.resolve(leftBehind().length > 0 && servers() > 0));
  await product.kill();
  await eventually('no server of it runs', () => Promise.resolve(servers() === 0));
  product = await product.restart();
  await eventually('nor is there a folder of the old process', () => Promise.resolve(leftBehind().length <= 1));
});

/** Servers that were made in our folder, by their arguments. */
function servers(): number {
  return readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(folder, 'cutover-scratch'))
      );
    } catch {
      return false;
    }
  }).length;
}
