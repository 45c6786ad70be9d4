// What goes wrong while a dump is under way: nothing that is called a backup is left of it, and the reason is told.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '@cutover/lab';
import { findPrograms, type ClientProgram } from '../../src/backups/programs/client-program.js';
import { runBackup, type BackupOrder } from '../../src/backups/run/run-backup.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { mayMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.js';

const database = 'backup_faults';
/** Some 8 MB come before the table that tests change: more than stands in pipes and buffers. */
const firstTable =
  'CREATE TABLE a_large (id INT PRIMARY KEY, filler CHAR(200)) AS SELECT seq AS id, RPAD(MD5(seq), 200, MD5(seq + 1)) AS filler FROM seq_1_to_40000';

let lab: Lab;
let folder: string;
let client: ClientProgram;
let dumpBytes: number;

const onSource = (...statements: string[]): Promise<void> =>
  lab.withAdmin('source', async (root) => {
    for (const statement of ['SET SESSION sql_log_bin = 0', ...statements]) await root.query(statement);
  });

beforeAll(async () => {
  lab = await labPair();
  [client] = (await findPrograms(['mariadb-dump'])) as [ClientProgram];
  await onSource(
    `CREATE DATABASE ${database}`,
    `USE ${database}`,
    firstTable,
    'CREATE TABLE z_last (id INT PRIMARY KEY)',
    "CREATE USER faulty@'%' IDENTIFIED BY 'of-a-test'",
    `GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON ${database}.* TO faulty@'%'`,
  );
});
afterAll(async () => {
  await onSource(`DROP DATABASE ${database}`, "DROP USER faulty@'%'");
  await lab.catchUp();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backup-'));
  mkdirSync(join(folder, 'disk'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const stored = (place = join(folder, 'disk')): string[] =>
  readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

function backUp(path: string, change: Partial<BackupOrder> = {}): ReturnType<typeof runBackup> {
  return runBackup({
    ...{ server: 'shop-db', engine: 'mariadb', database, type: 'manual', compression: 'zstd', recipients: [] },
    ...{ tellsPosition: false, serverVersion: '10.11', roles: null, accounts: null, databaseOptions: null },
    endpoint: endpointOf(lab, 'source', { username: 'faulty', password: 'of-a-test' }),
    client: { ...client, path },
    storages: [new LocalStorage('disk', join(folder, 'disk'))],
    signal: new AbortController().signal,
    now: () => new Date(),
    ...change,
  });
}

/** The client of the machine, whose output goes through these commands of the shell. */
function clientThrough(commands: string): string {
  const path = join(folder, 'mariadb-dump');
  writeFileSync(path, `#!/bin/bash\nset -o pipefail\nPATH=/usr/bin:/bin\n${client.path} "$@" | ${commands}\n`);
  chmodSync(path, 0o755);
  return path;
}

it('is whole where nothing goes wrong', async () => {
  const { manifest } = await backUp(client.path);
  dumpBytes = Number(manifest.dump.bytes);
  expect(dumpBytes).toBeGreaterThan(8_000_000);
  expect(stored().sort()).toEqual(['RESTORE.txt', 'dump.sql.zst', 'manifest.json']);
});

describe.each([10, 50, 99])('a dump that ends after %i per cent', (percent) => {
  const cut = (): string => `head -c ${Math.floor((dumpBytes * percent) / 100)}`;

  it('is no backup where its client is killed', async () => {
    await expect(backUp(clientThrough(`(${cut()}; kill -9 $$)`))).rejects.toMatchObject({ code: 'PROGRAM_FAILED' });
    expect(stored()).toEqual([]);
  });

  it('is no backup where its client says that all is well', async () => {
    const path = clientThrough(`(${cut()}; cat > /dev/null)`);
    await expect(backUp(path)).rejects.toThrow(/not whole|last line|does not end/);
    expect(stored()).toEqual([]);
  });
});

describe('what happens to the source in the middle of a dump', () => {
  it.each<[string, () => Promise<void>]>([
    ['a table is dropped', () => onSource(`DROP TABLE ${database}.z_last`)],
    ['a table is altered', () => onSource(`ALTER TABLE ${database}.z_last ADD COLUMN more INT, ALGORITHM = COPY`)],
    [
      'its session is killed',
      () => lab.withAdmin('source', async (root) => void (await root.query('KILL USER faulty'))),
    ],
    [
      'the server is restarted',
      async () => {
        await lab.server('source').stop();
        await lab.server('source').start();
      },
    ],
  ])('%s: it is no backup, and the client says why', async (_, happens) => {
    const [begun, goOn] = [join(folder, 'begun'), join(folder, 'go-on')];
    const running = backUp(
      clientThrough(`(head -c 100000; touch ${begun}; until [ -e ${goOn} ]; do sleep 0.05; done; cat)`),
    ).then(
      () => null,
      (error: unknown) => error,
    );
    try {
      await eventually('the dump is under way', () => existsSync(begun));
      await happens();
    } finally {
      writeFileSync(goOn, '');
    }
    expect(await running).toMatchObject({
      code: 'PROGRAM_FAILED',
      message: expect.stringMatching(/z_last|Error 2\d{3}: .+ when dumping table `a_large`/),
    });
    expect(stored()).toEqual([]);
    await onSource(`CREATE OR REPLACE TABLE ${database}.z_last (id INT PRIMARY KEY)`);
  });
});

(mayMount() ? describe : describe.skip)('a disk of its own', () => {
  let small: SmallDisk;
  const disk = (): LocalStorage => new LocalStorage('disk', join(folder, 'disk'));
  beforeEach(() => (small = mountSmallDisk()));
  afterEach(() => small.end());

  it('has nothing left of a backup for which it is too small, and the storage that has room has it', async () => {
    const storages = [new LocalStorage('small', small.folder), disk()];
    const outcome = await backUp(client.path, { storages, compression: 'none' });
    expect(outcome.storages).toEqual([
      { name: 'small', failure: expect.stringContaining('The disk is full: make room') },
      { name: 'disk', failure: null },
    ]);
    expect(stored(small.folder)).toEqual([]);
    await expect(backUp(client.path, { storages: storages.slice(0, 1), compression: 'none' })).rejects.toThrow(
      /The disk is full: make room/,
    );
  });

  it('is neither written to nor read where it is not mounted and is said to be', async () => {
    const mounted = new LocalStorage('small', join(small.folder, 'backups'), { isMounted: true });
    await expect(mounted.inspect()).resolves.toBe(join(small.folder, 'backups'));
    small.unmount();
    const outcome = await backUp(client.path, { storages: [mounted, disk()] });
    expect(outcome.storages).toEqual([
      { name: 'small', failure: expect.stringMatching(/cannot be written: it is not mounted\. Mount it\./) },
      { name: 'disk', failure: null },
    ]);
    expect(stored(small.folder)).toEqual([]);
    await expect(mounted.list('')[Symbol.asyncIterator]().next()).rejects.toThrow(
      'It cannot be listed: it is not mounted',
    );
    await expect(mounted.read('any')).rejects.toThrow('any cannot be read: it is not mounted');
  });
});
