import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lies, place } from '../../../test/support/a-stored-dump.js';
import { LocalStorage } from '../storages/local-storage.js';
import { readBackNew } from './read-back-new.js';

const at = '2026-03-31T03:00:00.000Z';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-read-back-new-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const readingBack = () =>
  readBackNew(
    { storage: new LocalStorage('disk', folder), folder: place },
    { identityFiles: [], signal: new AbortController().signal, nowIso: () => at, warn: () => undefined },
  );

it('tells a backup that is gone from one whose manifest cannot be read: that one cannot be restored', async () => {
  expect(await readingBack()).toBeNull();
  lies(folder);
  expect(await readingBack()).toEqual({ outcome: 'opened', reason: null, at });
  writeFileSync(join(folder, place, 'manifest.json'), '{}');
  expect(await readingBack()).toMatchObject({ outcome: 'bad', reason: expect.stringContaining('is no manifest') });
});
