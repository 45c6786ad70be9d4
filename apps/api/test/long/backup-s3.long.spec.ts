// Backups to a folder and to S3 at once, as people type it, on a real pair and a real server of Ceph over TLS.
import { once } from 'node:events';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '@cutover/lab';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { runCommand } from '../support/run-command.js';
import { startS3Proxy } from '../support/s3-proxy.js';
import { startS3Stage, type S3Stage } from '../support/s3-stage.js';

let lab: Lab;
let stage: S3Stage;
let folder: string;
let key: { file: string; recipient: string };

beforeAll(async () => {
  lab = await labPair();
  const { tls } = lab.endpoints.source;
  const certificate = { cert: join(tls.ca, '../source.pem'), key: join(tls.ca, '../source.key') };
  stage = await startS3Stage(certificate);
});
afterAll(() => stage.end());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  const file = join(folder, 'key.txt');
  execFileSync('age-keygen', ['-o', file], { stdio: 'ignore' });
  key = { file, recipient: execFileSync('age-keygen', ['-y', file], { encoding: 'utf8' }).trim() };
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await stage.empty();
});

/** The commands, with a configuration of one server, a folder and a bucket. */
async function commands(ofBucket: object = {}, ofBackups: object = {}) {
  const migrations = configOf(lab).migrations.map(({ group: _, ...written }) => written);
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const server = { engine: 'mariadb', host, port, tls };
  const { user, bucket, tlsEndpoint } = stage.server;
  writeFileSync(join(folder, 'secret'), `${user.secretAccessKey}\n`, { mode: 0o600 });
  const s3 = { accessKeyId: user.accessKeyId, secretAccessKeyFile: 'secret', ca: tls?.ca };
  const backups = {
    servers: [{ name: 'shop-db', ...server, username, password, databases: ['shop'] }],
    storages: [
      { name: 'disk', folder: 'backups' },
      { name: 'offsite', kind: 's3', bucket, prefix: 'cutover/eu', endpoint: tlsEndpoint, ...s3, ...ofBucket },
    ],
    restoreServers: [{ name: 'spare', ...server, username: 'restorer', password: restorer?.password }],
    ageRecipients: [key.recipient],
    ...ofBackups,
  };
  const file = join(folder, 'cutover.json');
  writeFileSync(file, JSON.stringify({ migrations, backups }), { mode: 0o600 });
  const run = (...words: string[]) => runCommand([...words, '--config', file]);
  return Object.assign(run, { file });
}
let restorer: Awaited<ReturnType<typeof createAccount>>['source'] | undefined;

it('goes to both at once, and is listed, verified and restored from the bucket alone', async () => {
  const all = ['ALL PRIVILEGES ON restored.*', 'SET USER, SUPER ON *.*'];
  const account = await createAccount(lab, 'restorer', { source: all, target: all });
  restorer = account.source;
  try {
    const run = await commands();
    const checked = await run('check-config');
    expect(checked.output).toContain('backups storage offsite: s3://backups/cutover/eu at https://127.0.0.1');
    expect(checked.output).toMatch(/offsite: .*TLSv1\.[23]/);
    expect(await run('backup', 'run')).toMatchObject({
      code: 0,
      complaints: [],
      output: expect.stringContaining('in disk, offsite'),
    });
    // Nothing of the folder is needed any more.
    rmSync(join(folder, 'backups'), { recursive: true });
    const listed = await run('backup', 'list', '--storage', 'offsite', '--json');
    const [backup] = JSON.parse(listed.output) as { id: string; folder: string }[];
    const { id, folder: place } = backup!;
    const verified = await run('backup', 'verify', '--storage', 'offsite', '--identity', key.file);
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('sound') });
    const words = ['--id', id, '--to', 'spare', '--database', 'restored', '--identity', key.file];
    const restored = await run('backup', 'restore', '--storage', 'offsite', ...words);
    expect(restored.complaints).toEqual([]);
    expect(restored.output).toContain('18 of 18 tables');
    const guide = await text(await stage.storage({ prefix: 'cutover/eu' }).read(`${place}/RESTORE.txt`));
    expect(guide).toContain(`aws s3 cp 's3://backups/cutover/eu/${place}/dump.sql.zst.age' . --endpoint-url https://`);
    expect(guide).not.toContain(stage.server.user.secretAccessKey);
    const sizes = (await stage.left()).objects;
    expect(sizes.map((object) => object.split('/').pop()).sort()).toEqual([
      ...['RESTORE.txt', 'dump.sql.zst.age', 'manifest.json'],
    ]);
  } finally {
    await lab.withAdmin('source', (root) => root.query('DROP DATABASE IF EXISTS restored'));
    await account.drop();
  }
});

it('is in the folder where the bucket does not take it, and says why', async () => {
  writeFileSync(join(folder, 'other'), 'hush-hush');
  const run = await commands({ secretAccessKeyFile: 'other' });
  const ran = await run('backup', 'run');
  expect(ran).toMatchObject({ code: 1, output: expect.stringContaining('in disk (') });
  expect(ran.complaints.join()).toContain('not in offsite: Storage offsite (s3://backups/cutover/eu at https://');
  expect(ran.complaints.join()).toContain('(SignatureDoesNotMatch). Correct secretAccessKey');
  expect(ran.complaints.join()).not.toContain('hush');
  expect((await run('check-config')).complaints.join()).toContain('(SignatureDoesNotMatch)');
  expect((await run('backup', 'verify', '--storage', 'disk', '--identity', key.file)).code).toBe(0);
});

it('trusts no certificate that was not named', async () => {
  const run = await commands({ ca: undefined });
  expect((await run('check-config')).complaints.join()).toContain('Name the file with the CA that has signed it as ca');
});

it('is no backup when our process is killed while a part is under way, and the upload is swept', async () => {
  const proxy = await startS3Proxy(stage.server.endpoint);
  try {
    const plain = { endpoint: proxy.endpoint, ca: undefined, partMiB: 5 };
    const run = await commands(plain, { compression: 'none', ageRecipients: [] });
    // The first part arrives and the second one hangs: both are in the upload's hands.
    proxy.decide((asked) => (asked.includes('partNumber=2') ? 'silent' : 'pass'));
    await lab.withAdmin('source', async (root) => {
      await root.query('SET SESSION sql_log_bin = 0');
      await root.query('CREATE TABLE shop.padding (id INT PRIMARY KEY, text LONGTEXT)');
      await root.query('INSERT INTO shop.padding SELECT seq, REPEAT(MD5(seq), 65536) FROM seq_1_to_8');
    });
    const program = resolve(__dirname, '../../dist/cutover.js');
    const child = spawn(process.execPath, [program, 'backup', 'run', '--config', run.file], { stdio: 'ignore' });
    while (!proxy.asked.some((asked) => asked.includes('partNumber=2')) && child.exitCode === null) await pause(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    proxy.decide(() => 'pass');
    const left = await stage.left();
    expect(left.objects).toEqual([]);
    expect(left.uploads).toHaveLength(1);
    const listed = await run('backup', 'list');
    expect(listed.printed).toEqual(['No backup.']);
    const storage = stage.storage({ prefix: 'cutover/eu' });
    expect(await storage.sweep(new Date(Date.now() + 60_000))).toBe(1);
    expect(await stage.left()).toEqual({ objects: [], uploads: [] });
    expect(await run('backup', 'run')).toMatchObject({ code: 0, complaints: [] });
  } finally {
    await lab.withAdmin('source', async (root) => {
      await root.query('SET SESSION sql_log_bin = 0');
      await root.query('DROP TABLE IF EXISTS shop.padding');
    });
    await proxy.end();
  }
});
