import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupManifest } from '@cutover/contracts';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { LocalStorage } from '../storages/local-storage.js';
import { readBack } from './read-back.js';

const dump = Buffer.from('PGDMP and the rest');
const sumOf = (bytes: Buffer) => ({
  bytes: String(bytes.length),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const path = process.env['PATH'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-read-back-'));
  mkdirSync(join(folder, 'b'));
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

function readingBack(object: Buffer) {
  writeFileSync(join(folder, 'b', 'dump.pgc.zst'), object);
  const manifest: BackupManifest = {
    ...aStoredBackup('2026-03-31T02:30:00.000Z').manifest,
    ...{ engine: 'postgres', compression: 'zstd', encryption: null, rowCounts: null, tableDigests: null },
    ...{ dump: sumOf(dump), object: { name: 'dump.pgc.zst', ...sumOf(object) } },
  };
  const { signal } = new AbortController();
  return readBack(new LocalStorage('disk', folder), 'b', manifest, { identityFiles: [], signal });
}

it('is sound where the dump is the one that was written', async () => {
  expect(await readingBack(execFileSync('zstd', ['-c'], { input: dump }))).toEqual({ outcome: 'sound', depth: 'dump' });
});

it('calls no backup damaged for want of a program, or for one that was ended', async () => {
  const object = execFileSync('zstd', ['-c'], { input: dump });
  process.env['PATH'] = folder;
  await expect(readingBack(object)).rejects.toThrow('zstd cannot be started');
  writeFileSync(join(folder, 'zstd'), '#!/bin/sh\nkill -KILL $$\n', { mode: 0o755 });
  await expect(readingBack(object)).rejects.toThrow('SIGKILL');
});

it('is damaged where what was written cannot be opened', async () => {
  expect(await readingBack(Buffer.from('no zstd'))).toMatchObject({ outcome: 'damaged' });
});
