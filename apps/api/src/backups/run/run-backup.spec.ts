// With clients that are scripts: what a real one does on a real server is shown by test/integration/backup-*.int.spec.ts.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBackup } from '../catalogue/read-catalogue.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { LocalStorage } from '../storages/local-storage.js';
import { runBackup, type BackupOrder } from './run-backup.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-run-backup-'));
  mkdirSync(join(folder, 'disk'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lastLine = "echo '-- Dump completed on 2026-11-27 10:00:00'";

/** A client that is these lines of a shell. */
function clientOf(...lines: string[]): BackupOrder['client'] {
  const path = join(mkdtempSync(join(folder, 'client-')), 'mysqldump');
  writeFileSync(path, ['#!/bin/bash', ...lines, ''].join('\n'), { mode: 0o755 });
  return { path, version: '8.4.3' };
}

const backUp = (change: Partial<BackupOrder>): ReturnType<typeof runBackup> =>
  runBackup({
    ...{ server: 'shop-db', engine: 'mysql', database: 'shop', type: 'manual', compression: 'none', recipients: [] },
    ...{ tellsPosition: false, serverVersion: '8.4.3', roles: null, accounts: null, databaseOptions: null },
    endpoint: { host: 'db', port: 3306, username: 'reader', password: 'secret', rds: false },
    client: clientOf(lastLine),
    storages: [new LocalStorage('disk', join(folder, 'disk'))],
    signal: new AbortController().signal,
    now: () => new Date(),
    ...change,
  });

const stored = (): string[] =>
  readdirSync(join(folder, 'disk'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

it('starts a client without the login path of the user, and without what else stands in our environment', async () => {
  process.env['SECRET_OF_OURS'] = 'x';
  try {
    await backUp({ client: clientOf(`env > ${join(folder, 'env')}`, lastLine) });
  } finally {
    delete process.env['SECRET_OF_OURS'];
  }
  const environment = readFileSync(join(folder, 'env'), 'utf8');
  expect(environment).toMatch(/^MYSQL_TEST_LOGIN_FILE=\/nonexistent\//m);
  expect(environment).not.toContain('SECRET_OF_OURS');
  expect(stored()).toEqual(['RESTORE.txt', 'dump.sql', 'manifest.json']);
});

const failureOf = (change: Partial<BackupOrder>): Promise<unknown> =>
  backUp(change).then(
    () => null,
    (error: unknown) => error,
  );

/** Its own process: it is that which must end. */
const waitsForLong = 'exec sleep 300';

describe('a client that waits for long, as for a lock', () => {
  it('is ended where it writes nothing any more, and what to do is said', async () => {
    const client = clientOf(`echo $$ > ${join(folder, 'pid')}`, 'echo begun', waitsForLong);
    // A busy machine needs a second to begin it.
    expect(await failureOf({ client, mostSilenceMs: 3_000 })).toMatchObject({
      code: 'DUMP_SILENT',
      message: expect.stringMatching(/mysqldump wrote nothing for 0.05 minutes, .+ SHOW FULL PROCESSLIST .+ KILL it/),
    });
    expect(stored()).toEqual([]);
    expect(existsSync(`/proc/${readFileSync(join(folder, 'pid'), 'utf8').trim()}`)).toBe(false);
  });

  it('is left alone as long as it writes something', async () => {
    const client = clientOf('for i in 1 2 3 4 5 6; do echo $i; sleep 1; done', lastLine);
    expect(await failureOf({ client, mostSilenceMs: 5_000 })).toBeNull();
  }, 30_000);

  it('is ended where it does not end after its last line', async () => {
    const client = clientOf(lastLine, 'exec > /dev/null', waitsForLong);
    expect(await failureOf({ client, mostSilenceMs: 600 })).toMatchObject({ code: 'DUMP_SILENT' });
  });

  it('is ended where no storage takes anything any more: that is what has failed', async () => {
    const disk = new LocalStorage('disk', join(folder, 'disk'));
    const full: BackupStorage = Object.assign(Object.create(disk) as BackupStorage, {
      begin: async (path: string) => {
        const writer = await disk.begin(path);
        setTimeout(() => writer.stream.destroy(new Error('The disk is full')), 300);
        return writer;
      },
    });
    expect(await failureOf({ client: clientOf('echo begun', waitsForLong), storages: [full] })).toMatchObject({
      ...{ code: 'BACKUP_NOT_STORED', message: expect.stringContaining('The disk is full') },
    });
  });

  it('is ended where a stage after it breaks: that is what has failed', async () => {
    const path = process.env['PATH'];
    writeFileSync(join(folder, 'zstd'), '#!/bin/sh\necho no memory >&2\nexit 3\n', { mode: 0o755 });
    process.env['PATH'] = `${folder}:${path}`;
    try {
      const client = clientOf('echo begun', waitsForLong);
      expect(await failureOf({ client, compression: 'zstd' })).toMatchObject({
        message: 'zstd: exit code 3: no memory',
      });
    } finally {
      process.env['PATH'] = path;
    }
    expect(stored()).toEqual([]);
  });
});

it('says how its client ended where that has failed', async () => {
  expect(await failureOf({ client: clientOf('echo begun', 'echo no such table >&2', 'exit 2') })).toMatchObject({
    message: expect.stringContaining('exit code 2: no such table'),
  });
});

it('publishes no manifest that could not be read again', async () => {
  const { manifest, folder: place } = await backUp({
    databaseOptions: "CHARACTER SET utf8mb4 COLLATE 'of another kind'",
  });
  expect(manifest.databaseOptions).toBeNull();
  const storage = new LocalStorage('disk', join(folder, 'disk'));
  expect(await readBackup({ storage, folder: place })).toMatchObject({ manifest: { databaseOptions: null } });
});
