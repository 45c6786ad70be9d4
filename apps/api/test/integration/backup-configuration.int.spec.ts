// The configuration of backups, changed over REST while the product runs as a process.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  backupConfigurationCheckSchema,
  backupConfigurationSchema,
  backupHealthSchema,
  backupRunListSchema,
  backupScheduleListSchema,
  errorAnswerSchema,
  type AccessRole,
  type BackupConfiguration,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { hashPassword } from '../../src/platform/access/password-hashing.js';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { runCommand } from '../support/run-command.js';
import { startProduct, type Product } from '../support/product.js';

const path = '/api/backups/configuration';
const operator = 'ops';
let lab: Lab;
let folder: string;
let product: Product;
let others: Product[];

beforeAll(async () => {
  lab = await labPair();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  process.env.CUTOVER_SEAL_KEY = randomBytes(32).toString('base64');
  others = [];
});
afterEach(async () => {
  for (const each of [product, ...others]) await each?.end();
  rmSync(folder, { recursive: true });
  delete process.env.CUTOVER_SEAL_KEY;
});

const often = { name: 'often', cron: '* * * * * *' };
const server = () => {
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  return { name: 'shop-db', host, port, username, password, tls, databases: ['shop'] };
};
const whole = () => ({ servers: [server()], storages: [{ name: 'disk', folder }], schedules: [often] });
const get = async (from = product): Promise<BackupConfiguration> =>
  backupConfigurationSchema.parse(await from.get('/api/backups/configuration'));
async function put(body: object, to = product): Promise<BackupConfiguration> {
  const answer = await to.send('PUT', path, { operator, ...body });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${answer.status} ${text}`);
  return backupConfigurationSchema.parse(JSON.parse(text));
}
const refusal = async (asked: Promise<Response>): Promise<[number, string]> => {
  const answer = await asked;
  return [answer.status, errorAnswerSchema.parse(await answer.json()).code];
};
const loginOf = (role: AccessRole) => ({ authorization: `Basic ${Buffer.from(`${role}:${role}`).toString('base64')}` });
const states = async (): Promise<string[]> =>
  backupRunListSchema.parse(await product.get('/api/backups/runs')).runs.map(({ state }) => state);
const aBackup = (): Promise<unknown> =>
  eventually('a backup', async () => (await states()).some((state) => state === 'complete'));

it('begins with no server, and backs up by what is given to it without a restart, until that is taken away', async () => {
  product = await startProduct(lab);
  expect(await get()).toMatchObject({ revision: 0, origin: 'file', canSeal: true, document: {} });
  const checked = await product.send('POST', `${path}/check`, { document: whole() });
  expect(backupConfigurationCheckSchema.parse(await checked.json())).toMatchObject({
    ...{ faults: [], schedules: [{ name: 'often', next: { length: 5 } }] },
    changes: ['schedules/often added', 'servers/shop-db added', 'storages/disk added'],
  });
  expect(await put({ revision: 0, document: whole() })).toMatchObject({ revision: 1, changedBy: operator });
  await aBackup();
  expect(readdirSync(join(folder, 'shop-db', 'shop'))).not.toEqual([]);
  const removed = await product.send('DELETE', `${path}/schedules/often?revision=1&operator=${operator}`);
  expect(backupConfigurationSchema.parse(await removed.json()).revision).toBe(2);
  await eventually('the last run has ended', async () => !(await states()).includes('running'));
  const count = (await states()).length;
  expect(backupScheduleListSchema.parse(await product.get('/api/backups/schedules')).schedules).toEqual([]);
  // Long enough for two looks at the schedules.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  expect(await states()).toHaveLength(count);
});

it('is on disk when it is answered, and holds no secret that can be read', async () => {
  product = await startProduct(lab);
  const answer = await put({ revision: 0, document: whole() });
  await product.kill();
  product = await product.restart();
  expect(await get()).toMatchObject({ revision: 1, origin: 'store', document: answer.document });
  await aBackup();
  const { password } = server();
  const exported = await product.send('GET', `${path}/export`);
  expect([exported.status, exported.headers.get('content-type')]).toEqual([200, 'application/yaml; charset=utf-8']);
  const again = await put({ revision: 1, text: (await exported.text()).replace('* * * * * *', '30 2 * * *') });
  expect(again.document).toMatchObject({ schedules: [{ cron: '30 2 * * *' }], servers: [{ password: '********' }] });
  const stored = readdirSync(dirname(product.storeFile)).filter((file) => file.startsWith('cutover.sqlite'));
  expect(stored).toContain('cutover.sqlite');
  const places = {
    ...{ answers: JSON.stringify([answer, again, await get()]), log: product.output() },
    ...Object.fromEntries(stored.map((file) => [file, readFileSync(join(dirname(product.storeFile), file), 'latin1')])),
  };
  for (const [place, text] of Object.entries(places))
    expect([place, text.includes(password ?? '')]).toEqual([place, false]);
  expect(product.output()).toContain(
    `${operator} changed the configuration of backups (revision 2): schedules/often changed`,
  );
});

it('gives a stored password and a variable to no other host', async () => {
  product = await startProduct(lab, { sections: { backups: whole() } });
  const { document, revision } = await get();
  const moved = { ...(document as ReturnType<typeof whole>).servers[0], host: '127.0.0.2' };
  const sent = product.send('PUT', `${path}/servers/shop-db`, { revision, operator, item: moved });
  expect(await refusal(sent)).toEqual([400, 'BACKUP_CONFIGURATION_INVALID']);
  const variable = { ...moved, password: '${CUTOVER_SEAL_KEY}' };
  const named = product.send('PUT', `${path}/servers/shop-db`, { revision, operator, item: variable });
  expect(await refusal(named)).toEqual([400, 'BACKUP_CONFIGURATION_INVALID']);
  expect(await get()).toMatchObject({ revision: 0, origin: 'file' });
});

it('makes no backup with a wrong key, says so, and works again with the right one', async () => {
  product = await startProduct(lab, { sections: { backups: whole() } });
  await put({ revision: 0, document: (await get()).document });
  const key = process.env.CUTOVER_SEAL_KEY;
  await product.stop();
  process.env.CUTOVER_SEAL_KEY = randomBytes(32).toString('base64');
  product = await product.restart();
  expect((await get()).notices).toEqual([expect.stringContaining('does not open with this seal key')]);
  expect(backupScheduleListSchema.parse(await product.get('/api/backups/schedules')).servers).toEqual([]);
  const { findings } = backupHealthSchema.parse(await product.get('/api/backups/health'));
  expect(findings).toMatchObject([{ check: 'backup-configuration', outcome: 'fail', severity: 'CRITICAL' }]);
  await product.stop();
  process.env.CUTOVER_SEAL_KEY = key;
  product = await product.restart();
  expect((await get()).notices).toEqual([]);
  await aBackup();
});

it('is read by a viewer, without its secrets, and changed by an operator alone', async () => {
  const user = async (role: AccessRole) => ({ name: role, role, passwordHash: await hashPassword(role) });
  const auth = { users: [await user('viewer'), await user('operator')] };
  product = await startProduct(lab, { sections: { auth, backups: whole() }, headers: loginOf('viewer') });
  const { document, text } = await get();
  expect(text).not.toContain(server().password);
  const removal = `${path}/schedules/often?revision=0`;
  const asked: [string, string, object?][] = [
    ...([
      ['PUT', path, { revision: 0, document }],
      ['DELETE', `${path}?revision=0`],
    ] as [string, string, object?][]),
    ...([
      ['POST', `${path}/check`, { document }],
      ['DELETE', removal],
    ] as [string, string, object?][]),
    ['PUT', `${path}/schedules/often`, { revision: 0, item: often }],
  ];
  for (const [method, to, body] of asked) expect((await product.send(method, to, body)).status).toBe(403);
  const changed = await fetch(product.url + removal, { method: 'DELETE', headers: loginOf('operator') });
  expect(backupConfigurationSchema.parse(await changed.json())).toMatchObject({ revision: 1, changedBy: 'operator' });
});

it('is what the commands go by, too, and they say so', async () => {
  const key = join(folder, 'seal.key');
  writeFileSync(key, process.env.CUTOVER_SEAL_KEY ?? '');
  delete process.env.CUTOVER_SEAL_KEY;
  const store = { url: `sqlite:${join(folder, 'cutover.sqlite')}`, sealKeyFile: key };
  product = await startProduct(lab, { sections: { store } });
  const command = (...words: string[]) =>
    runCommand(['backup', ...words, '--config', join(dirname(product.storeFile), 'cutover.json')]);
  expect(await command('list')).toMatchObject({ code: 3, complaints: [expect.stringContaining('names no storage')] });
  const document = { ...whole(), schedules: [], storages: [{ name: 'disk', folder: join(folder, 'backups') }] };
  await put({ revision: 0, document });
  const ran = await command('run');
  expect(ran).toMatchObject({ code: 0, output: expect.stringMatching(/^shop-db shop: .* in disk/) });
  expect(ran.complaints).toEqual([expect.stringMatching(/\(revision 1\), by ops at .*, is used, and not what/)]);
  // As it is shipped: one file, which loads the driver of the store by itself.
  const program = resolve(__dirname, '../../dist/cutover.js');
  const config = join(dirname(product.storeFile), 'cutover.json');
  const listed = await promisify(execFile)(process.execPath, [program, 'backup', 'list', '--config', config]);
  expect([listed.stdout, listed.stderr]).toEqual([
    expect.stringContaining('shop-db'),
    expect.stringContaining('revision 1'),
  ]);
  writeFileSync(key, randomBytes(32).toString('base64'));
  const locked = await command('list');
  expect(locked).toMatchObject({ code: 3, complaints: [expect.stringContaining('does not open with this seal key')] });
  rmSync(key);
  expect((await command('list')).complaints).toEqual([expect.stringContaining('seal.key')]);
  // What the file says has no storage here.
  const ofFile = await command('list', '--from-file');
  expect(ofFile).toMatchObject({ code: 3, complaints: [expect.stringContaining('names no storage')] });
  expect(await command('prune', '--from-file')).toMatchObject({ code: 3 });
  writeFileSync(key, randomBytes(32).toString('base64'));
  await product.stop();
  writeFileSync(join(folder, 'cutover.sqlite'), 'no database '.repeat(100));
  const blind = await command('prune');
  expect(blind).toMatchObject({ code: 3, complaints: [expect.stringContaining('the store cannot be read')] });
});

it('is one for all processes on a store, and one of two that change it at once is told so', async () => {
  const database = 'cutover_configurations';
  await lab.withAdmin('source', (admin) => admin.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`));
  const account = "'cutover_conf'@'%'";
  await lab.withoutBinaryLog('source', async (admin) => {
    await admin.query(`CREATE USER ${account} IDENTIFIED BY 'store' REQUIRE SSL`);
    await admin.query(`GRANT ALL ON ${database}.* TO ${account}`);
  });
  try {
    const { host, port, tls } = lab.endpoints.source;
    const url = `mysql://cutover_conf:store@${host}:${port}/${database}?ca=${encodeURIComponent(tls.ca)}`;
    product = await startProduct(lab, { sections: { store: { url } } });
    const other = await startProduct(lab, { sections: { store: { url } } });
    others.push(other);
    const document = { ...whole(), schedules: [] };
    await put({ revision: 0, document });
    await eventually('the other process has it', async () => (await get(other)).revision === 1);
    const change = (to: Product, name: string) =>
      to.send('PUT', `${path}/schedules/${name}`, { revision: 1, operator, item: { cron: '0 2 * * *' } });
    const asked = await Promise.all([change(product, 'a'), change(other, 'b')]);
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 409]);
    const schedules = async (of: Product) =>
      backupScheduleListSchema.parse(await of.get('/api/backups/schedules')).schedules.map(({ name }) => name);
    const [kept] = await schedules(product);
    await eventually('both go by the same', async () => String(await schedules(other)) === kept);
  } finally {
    for (const each of [product, ...others]) await each?.stop();
    await lab.withAdmin('source', (admin) => admin.query(`DROP DATABASE ${database}`));
    await lab.withoutBinaryLog('source', (admin) => admin.query(`DROP USER ${account}`));
  }
});
