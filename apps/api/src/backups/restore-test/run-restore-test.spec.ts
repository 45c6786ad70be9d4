import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { LocalStorage } from '../storages/local-storage.js';
import { runRestoreTest } from './run-restore-test.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-restore-test-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('takes back what was proved of a backup that is no good any more, so that retention keeps a good one', async () => {
  const { folder, manifest } = aStoredBackup('2026-03-31T02:30:00.000Z', { compression: 'none' });
  mkdirSync(join(root, folder), { recursive: true });
  const proof = join(root, folder, 'verified.json');
  writeFileSync(proof, JSON.stringify({ level: 'restored', verifiedAt: '2026-03-31T03:00:00.000Z' }));
  writeFileSync(join(root, folder, 'manifest.json'), JSON.stringify(manifest));
  // As many bytes as were written, and others.
  writeFileSync(join(root, folder, manifest.object.name), 'other');
  const result = await runRestoreTest({
    ...{ storage: new LocalStorage('disk', root), folder, identityFiles: [], signal: new AbortController().signal },
    manifest: { ...manifest, rowCounts: null, tableDigests: null },
    now: () => new Date(),
    openServer: () => Promise.reject(new Error('No server is needed')),
    warn: (message) => {
      throw new Error(message);
    },
  });
  expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('SHA-256') });
  expect(existsSync(proof)).toBe(false);
  expect(readFileSync(join(root, folder, 'found-bad.json'), 'utf8')).toContain('is no good: the object has');
});
