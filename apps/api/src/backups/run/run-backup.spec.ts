// With clients that are scripts: what a real one does on a real server is shown by test/integration/backup-*.int.spec.ts.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
