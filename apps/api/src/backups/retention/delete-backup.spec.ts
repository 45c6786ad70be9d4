import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalogue } from '../catalogue/read-catalogue.js';
import type { StoredObject } from '../storages/backup-storage.js';
import { LocalStorage } from '../storages/local-storage.js';
import { deleteBackup, endDeletion } from './delete-backup.js';
import { holdBackup } from './hold-backup.js';

const tombstone = { deletedAt: '2026-03-01T00:00:00.000Z', by: 'retention', why: 'no rule keeps it' };
const hold = { by: 'ops', why: 'audit', heldAt: '2026-03-01T00:00:00.000Z' };
const folder = 'shop-db/shop/20260301t000000z-000000';
const manifest = {
  ...{
    format: 1,
    id: '20260301t000000z-000000',
    server: 'shop-db',
    engine: 'mariadb',
    database: 'shop',
    type: 'daily',
  },
  ...{ startedAt: tombstone.deletedAt, finishedAt: tombstone.deletedAt, databaseOptions: null, position: null },
  ...{ serverVersion: null, client: { program: 'mariadb-dump', version: '10.11' }, compression: 'none' },
  ...{ dump: { bytes: '4', sha256: 'a'.repeat(64) }, encryption: null, rowCounts: null },
  object: { name: 'dump.sql', bytes: '4', sha256: 'a'.repeat(64) },
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-delete-'));
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'dump.sql'), 'dump');
  writeFileSync(join(root, folder, 'RESTORE.txt'), 'how');
  writeFileSync(join(root, folder, 'manifest.json'), JSON.stringify(manifest));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A storage that takes so many changes, and then none: what a crash leaves. */
class CrashingStorage extends LocalStorage {
  constructor(private changes: number) {
    super('disk', root);
  }
  override async remove(path: string): Promise<void> {
    if (this.changes-- <= 0) throw new Error('crashed');
    await super.remove(path);
  }
}
const files = (): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.split('/').length > 2);
const kinds = async (): Promise<string[]> =>
  (await readCatalogue(new LocalStorage('disk', root))).map((entry) => ('fault' in entry ? entry.kind : 'backup'));

it.each([0, 1, 2, 3])(
  'is no backup any more where a crash ends its deletion after %i files, and goes on after that',
  async (removals) => {
    expect(await kinds()).toEqual(['backup']);
    await expect(deleteBackup(new CrashingStorage(removals), folder, tombstone)).rejects.toThrow('crashed');
    expect(await kinds()).toEqual(['being-deleted']);
    expect(await endDeletion(new LocalStorage('disk', root), folder)).toBe('deleted');
    expect(readdirSync(join(root, 'shop-db', 'shop'))).toEqual([]);
    expect(await kinds()).toEqual([]);
  },
);

it('leaves a backup that is held, also one that is held while its tombstone is written', async () => {
  const storage = new LocalStorage('disk', root);
  await holdBackup(storage, folder, hold);
  expect(await deleteBackup(storage, folder, tombstone)).toBe('held');
  // The tombstone of another process, written after it had looked for a hold.
  writeFileSync(join(root, folder, 'deleted.json'), JSON.stringify(tombstone));
  expect(await endDeletion(storage, folder)).toBe('held');
  expect(await kinds()).toEqual(['backup']);
});

it('cannot be held once it is being deleted, and leaves no hold that keeps half a backup', async () => {
  writeFileSync(join(root, folder, 'deleted.json'), JSON.stringify(tombstone));
  const holding = holdBackup(new LocalStorage('disk', root), folder, hold);
  await expect(holding).rejects.toMatchObject({ status: 409, code: 'BACKUP_BEING_DELETED' });
  expect(await endDeletion(new LocalStorage('disk', root), folder)).toBe('deleted');
  expect(files()).toEqual([]);
});

it('is not in the catalogue where it is deleted between the list and the look at its manifest', async () => {
  class Overtaken extends LocalStorage {
    override async *list(prefix: string): AsyncIterable<StoredObject> {
      yield* super.list(prefix);
      if (prefix === '') await deleteBackup(new LocalStorage('disk', root), folder, tombstone);
    }
  }
  expect(await readCatalogue(new Overtaken('disk', root))).toEqual([]);
});

it('counts a hold that cannot be read as one', async () => {
  writeFileSync(join(root, folder, 'hold.json'), 'half a ho');
  const [entry] = await readCatalogue(new LocalStorage('disk', root));
  expect(entry).toMatchObject({ hold: { why: expect.stringContaining('cannot be read') } });
});
