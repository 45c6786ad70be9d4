import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalStorage } from '../storages/local-storage.js';
import { readCatalogue } from './read-catalogue.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-catalogue-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('takes nothing of others for a backup that has lost its manifest: a sweep would remove it', async () => {
  const others = ['logs/2026/11/app.log', 'photos/2026/summer/1.jpg', 'a/b/20261127/deleted.json'];
  const ours = 'shop-db/my%20shop/20261127t073000z-4f1c9a/dump.sql.zst';
  for (const path of [...others, ours]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
  const entries = await readCatalogue(new LocalStorage('disk', root));
  expect(entries.map(({ folder }) => folder)).toEqual([dirname(ours)]);
});
