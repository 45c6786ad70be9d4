// One database of a real server, dumped to folders.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupManifestSchema } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { findPrograms } from '../../src/backups/programs/client-program.js';
import { runBackup, type BackupOrder } from '../../src/backups/run/run-backup.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';
import { manifestName } from '../../src/backups/storages/stored-names.js';
import { readBack } from '../../src/backups/verify/read-back.js';
import { endpointOf, labPair } from '../support/lab-pair.js';

let lab: Lab;
let folder: string;

/** Of an account that may read, and nothing else. */
const login = { username: 'backup', password: 'a"b\\c #d' };
const statements = [
  'SET SESSION sql_log_bin = 0',
  `CREATE USER backup@'%' IDENTIFIED BY ${JSON.stringify(login.password)}`,
  "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON shop.* TO backup@'%'",
  "GRANT BINLOG MONITOR ON *.* TO backup@'%'",
];
const onSource = (...given: string[]) =>
  lab.withAdmin('source', async (root) => {
    for (const statement of given) await root.query(statement);
  });

beforeAll(async () => {
  lab = await labPair();
  await onSource(...statements);
});
afterAll(() => onSource('SET SESSION sql_log_bin = 0', "DROP USER backup@'%'"));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function order(change: Partial<BackupOrder> = {}): Promise<BackupOrder> {
  const [client] = await findPrograms(['mariadb-dump']);
  return {
    ...{ server: 'shop-db', engine: 'mariadb', database: 'shop', type: 'manual', compression: 'zstd', recipients: [] },
    tellsPosition: true,
    ...{ serverVersion: '10.11', roles: null, accounts: null },
    databaseOptions: 'CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    endpoint: endpointOf(lab, 'source', login),
    client: client!,
    storages: [new LocalStorage('disk', folder)],
    signal: new AbortController().signal,
    now: () => new Date(),
    ...change,
  };
}
const filesIn = (root: string): string[] =>
  readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

it('is there with its manifest: hashes, rows and position are those of the server', async () => {
  const { manifest, folder: place } = await runBackup(await order());
  expect(filesIn(folder).sort()).toEqual(['RESTORE.txt', 'dump.sql.zst', 'manifest.json']);
  const stored = backupManifestSchema.parse(JSON.parse(readFileSync(join(folder, place, manifestName), 'utf8')));
  expect(stored).toEqual(manifest);
  const object = readFileSync(join(folder, place, 'dump.sql.zst'));
  expect(createHash('sha256').update(object).digest('hex')).toBe(manifest.object.sha256);
  const text = execFileSync('zstd', ['-d', '-c'], { input: object, maxBuffer: 1 << 30 });
  expect(createHash('sha256').update(text).digest('hex')).toBe(manifest.dump.sha256);
  const counted = await lab.withAdmin('source', async (root) => {
    const [rows] = await root.query('SELECT COUNT(*) AS n FROM shop.orders');
    return (rows as { n: number }[])[0]?.n;
  });
  expect(manifest.rowCounts?.['orders']).toBe(String(counted));
  expect(manifest.position).toMatch(/^0-\d+-\d+$/);
});

it('leaves nothing behind where the dump fails, and says why, without the password', async () => {
  await onSource('SET SESSION sql_log_bin = 0', "REVOKE SELECT ON shop.* FROM backup@'%'");
  try {
    const failure = await runBackup(await order()).catch((error: Error) => error);
    expect(failure).toMatchObject({
      code: 'PROGRAM_FAILED',
      message: expect.stringContaining('SELECT command denied'),
    });
    expect(filesIn(folder)).toEqual([]);
  } finally {
    await onSource('SET SESSION sql_log_bin = 0', "GRANT SELECT ON shop.* TO backup@'%'");
  }
});

it('leaves nothing behind where the client is killed, and no login file', async () => {
  const stopping = new AbortController();
  const running = runBackup(await order({ signal: stopping.signal, onProgress: () => stopping.abort() }));
  await expect(running).rejects.toThrow();
  expect(filesIn(folder)).toEqual([]);
  expect(readdirSync('/dev/shm').filter((name) => name.startsWith(`cutover-login-${process.pid}-`))).toEqual([]);
});

it('goes to the storage that takes it where another one does not', async () => {
  const gone = new LocalStorage('gone', join(process.execPath, 'below-a-file'));
  const { storages } = await runBackup(await order({ storages: [gone, new LocalStorage('disk', folder)] }));
  expect(storages).toEqual([
    { name: 'gone', failure: expect.stringContaining('Storage gone') },
    { name: 'disk', failure: null },
  ]);
  expect(filesIn(folder)).toHaveLength(3);
});

it('is found damaged when one byte of it, or of its manifest, is another one, when it is cut, or when it is gone', async () => {
  const storage = new LocalStorage('disk', folder);
  const { manifest, folder: place } = await runBackup(await order());
  const look = (changed = manifest) =>
    readBack(storage, place, changed, { identityFiles: [], signal: new AbortController().signal });
  expect(await look()).toEqual({ outcome: 'sound', depth: 'dump' });
  const path = join(folder, place, manifest.object.name);
  const whole = readFileSync(path);
  for (const at of [0, 10, whole.length >> 1, whole.length - 1]) {
    const altered = Buffer.from(whole);
    altered[at]! ^= 1;
    writeFileSync(path, altered);
    expect(await look()).toMatchObject({ outcome: 'damaged' });
  }
  writeFileSync(path, whole.subarray(0, -1));
  expect(await look()).toMatchObject({ outcome: 'damaged', reason: expect.stringContaining('bytes') });
  writeFileSync(path, whole);
  const oneRowMore = { ...manifest, rowCounts: { ...manifest.rowCounts, orders: '1' } };
  expect(await look(oneRowMore)).toMatchObject({ outcome: 'damaged', reason: expect.stringContaining('table orders') });
  rmSync(path);
  expect(await look()).toMatchObject({ outcome: 'missing' });
});
