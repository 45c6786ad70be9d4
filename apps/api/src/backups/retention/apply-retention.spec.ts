import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { retentionPolicySchema } from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { readSummaries, type CatalogueMemory } from '../catalogue/read-catalogue.js';
import { LocalStorage } from '../storages/local-storage.js';
import { applyRetention, type Deleting } from './apply-retention.js';
import type { RetentionRules } from './retention-rules.js';

const now = new Date('2026-03-31T12:00:00.000Z');
const deleting = (signal = new AbortController().signal): Deleting => ({ now, by: 'ops', signal });
const rules: RetentionRules = {
  ...{ servers: new Set(['shop-db']), byType: new Map(), isReadBack: false },
  byStorage: new Map([['disk', retentionPolicySchema.parse({ last: 2 })]]),
};
const manifestOf = (day: string) => ({
  ...{ format: 1, id: `202603${day}t000000z-000000`, server: 'shop-db', engine: 'mariadb', database: 'shop' },
  ...{ type: 'daily', startedAt: `2026-03-${day}T00:00:00.000Z`, finishedAt: `2026-03-${day}T00:01:00.000Z` },
  ...{ databaseOptions: null, position: null, serverVersion: null, compression: 'none', encryption: null },
  ...{ client: { program: 'mariadb-dump', version: '10.11' }, rowCounts: { orders: '3' } },
  dump: { bytes: '4', sha256: 'a'.repeat(64) },
  object: { name: 'dump.sql', bytes: '4', sha256: 'a'.repeat(64) },
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cutover-apply-'));
  for (const day of ['01', '02', '03', '04']) {
    const place = join(root, 'shop-db', 'shop', manifestOf(day).id);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'dump.sql'), 'dump');
    writeFileSync(join(place, 'manifest.json'), JSON.stringify(manifestOf(day)));
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const left = (): string[] =>
  readdirSync(join(root, 'shop-db', 'shop'))
    .map((id) => id.slice(6, 8))
    .sort();

/** A disk that gives an error for what is in the dump of a day. */
class FailingDisk extends LocalStorage {
  constructor(private readonly day: string) {
    super('disk', root);
  }
  override read(path: string): Promise<Readable> {
    return path.includes(`202603${this.day}`) && path.endsWith('dump.sql')
      ? Promise.reject(new OperationalError('BACKUP_STORAGE', 'EIO: look at the disk'))
      : super.read(path);
  }
}
const applied = async (storage: LocalStorage, options = deleting()) =>
  applyRetention(storage, await readSummaries(storage, new Map()), rules, options);

it('removes what a crash left half written a day ago, and leaves what may be being written', async () => {
  const place = (name: string): string => join(root, 'shop-db', 'shop', manifestOf('04').id, name);
  for (const [name, hours] of [['old', 25] as const, ['new', 23] as const]) {
    writeFileSync(place(`${name}.partial`), 'half');
    const at = new Date(now.getTime() - hours * 3_600_000);
    utimesSync(place(`${name}.partial`), at, at);
  }
  expect(await applied(new LocalStorage('disk', root))).toMatchObject({ failures: [] });
  expect(readdirSync(place('')).filter((name) => name.endsWith('.partial'))).toEqual(['new.partial']);
});

it('deletes what no rule keeps, unless the newest that stays cannot be read', async () => {
  const refused = await applied(new FailingDisk('04'));
  expect(refused).toMatchObject({ deleted: [], kept: 4, failures: [expect.stringContaining('EIO: look at the disk')] });
  expect(left()).toEqual(['01', '02', '03', '04']);
  expect(await applied(new LocalStorage('disk', root))).toMatchObject({ kept: 2, left: 0, failures: [] });
  expect(left()).toEqual(['03', '04']);
});

it('goes on with the others where one cannot be deleted, and says so', async () => {
  class Stubborn extends LocalStorage {
    override remove(path: string): Promise<void> {
      return path.includes('20260301') ? Promise.reject(new Error('EACCES')) : super.remove(path);
    }
  }
  expect(await applied(new Stubborn('disk', root))).toMatchObject({ kept: 3, failures: ['EACCES'] });
  expect(left()).toEqual(['01', '03', '04']);
});

it('stops between two backups when it is told to', async () => {
  expect(await applied(new LocalStorage('disk', root), deleting(AbortSignal.abort()))).toMatchObject({ left: 2 });
  expect(left()).toHaveLength(4);
});

it('reads a manifest once while it does not change, and keeps no rows of tables in memory', async () => {
  const memory: CatalogueMemory = new Map();
  const read: string[] = [];
  class Counting extends LocalStorage {
    override read(path: string): Promise<Readable> {
      read.push(path);
      return super.read(path);
    }
  }
  const storage = new Counting('disk', root);
  await readSummaries(storage, memory);
  expect(read).toHaveLength(4);
  expect(JSON.stringify([...memory.values()])).not.toContain('orders');
  rmSync(join(root, 'shop-db', 'shop', manifestOf('01').id), { recursive: true });
  cpSync(join(root, 'shop-db', 'shop', manifestOf('02').id), join(root, 'shop-db', 'copied', manifestOf('02').id), {
    recursive: true,
  });
  const entries = await readSummaries(storage, memory);
  expect(read).toHaveLength(5);
  expect(memory.size).toBe(4);
  // A copy elsewhere is not taken for a second backup of the database.
  expect(entries.filter((entry) => 'manifest' in entry)).toHaveLength(3);
});
