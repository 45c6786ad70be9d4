import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupManifest, BackupRun } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import type { BackupGuardService } from '../guard/backup-guard.service.js';
import { databaseOf, stateOf, withStored } from '../guard/run-result.js';
import type { BackupStore } from '../store/backup.store.js';
import { BackupReadBackService } from './read-back.service.js';

const startedAt = '2026-03-31T02:30:00.000Z';
const object = Buffer.from('PGDMP and the rest');
const sum = { bytes: String(object.length), sha256: createHash('sha256').update(object).digest('hex') };
const manifest: BackupManifest = {
  ...aStoredBackup(startedAt).manifest,
  ...{ engine: 'postgres', compression: 'none', rowCounts: null, tableDigests: null },
  ...{ dump: sum, object: { name: 'dump.pgc', ...sum } },
};
const place = `shop-db/shop/${manifest.id}`;

let root: string;
let stage: StoreStage;
let store: BackupStore;
let ended: Subject<BackupRun>;
let service: BackupReadBackService;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cutover-read-back-'));
  stage = new StoreStage();
  store = (await stage.open()).backups;
  ended = new Subject();
});
afterEach(async () => {
  await service.beforeApplicationShutdown();
  await stage.end();
  rmSync(root, { recursive: true });
});

function begun(change: object = {}): void {
  const backups = {
    servers: [{ name: 'shop-db', engine: 'postgres', host: 'a', username: 'u', password: 'p' }],
    storages: ['disk', 'nas'].map((name) => ({ name, folder: join(root, name) })),
    ...change,
  };
  service = new BackupReadBackService(
    fixedSettings(configSchema.parse({ backups })),
    { ended } as unknown as BackupGuardService,
    store,
    { look: () => Promise.resolve() } as unknown as BackupCatalogueService,
    new Clock(),
  );
  service.onApplicationBootstrap();
}

/** What lies in a storage. */
function lies(storage: string, bytes: Buffer): void {
  mkdirSync(join(root, storage, place), { recursive: true });
  writeFileSync(join(root, storage, place, 'dump.pgc'), bytes);
  writeFileSync(join(root, storage, place, 'manifest.json'), JSON.stringify(manifest));
}

/** A run that has stored it in these storages ends, and is read back. */
async function readBackOf(...storages: string[]): Promise<BackupRun> {
  const outcome = { manifest, folder: place, storages: storages.map((name) => ({ name, failure: null })) };
  const databases = [databaseOf({ database: 'shop', outcome, durationMs: 1 })];
  const run: BackupRun = {
    ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'running', failure: null },
    ...{ startedAt, endedAt: startedAt, progress: null, databases },
  };
  await store.begin(run, startedAt, null);
  const complete = { ...run, state: stateOf(databases) };
  await store.keepSaved(complete);
  ended.next(complete);
  await service.settled();
  return (await store.find('r'))!;
}
const isProved = (storage: string): boolean => existsSync(join(root, storage, place, 'verified.json'));

it('notes beside each new backup that it was opened, and in its run, and says then that all were read', async () => {
  begun();
  lies('disk', object);
  lies('nas', object);
  const provedWhenDone: boolean[] = [];
  service.done.subscribe(() => provedWhenDone.push(isProved('disk') && isProved('nas')));
  const run = await readBackOf('disk', 'nas');
  expect(provedWhenDone).toEqual([true]);
  expect(run.state).toBe('complete');
  expect(run.databases[0]?.storages).toMatchObject([
    { name: 'disk', failure: null, readBack: { outcome: 'opened', reason: null } },
    { name: 'nas', failure: null, readBack: { outcome: 'opened', reason: null } },
  ]);
  expect([isProved('disk'), isProved('nas')]).toEqual([true, true]);
});

it('fails a run whose backup is no good, says why, and takes its proof back', async () => {
  begun();
  const damaged = Buffer.from(object);
  damaged[9]! ^= 1;
  lies('disk', damaged);
  writeFileSync(join(root, 'disk', place, 'verified.json'), '{}');
  const run = await readBackOf('disk');
  expect(run.state).toBe('failed');
  const reason = expect.stringContaining('is no good: the object has');
  expect(run.databases[0]?.storages).toMatchObject([{ failure: reason, readBack: { outcome: 'bad', reason } }]);
  expect(isProved('disk')).toBe(false);
});

it('calls a run partial where another storage has it whole', async () => {
  begun();
  lies('disk', object.subarray(1));
  lies('nas', object);
  const run = await readBackOf('disk', 'nas');
  expect(run.state).toBe('partial');
  expect(run.databases[0]?.storages.map(({ readBack }) => readBack?.outcome)).toEqual(['bad', 'opened']);
});

it('leaves what was noted of the run since it ended: a copy that was made later', async () => {
  begun();
  lies('disk', object);
  const failed = { name: 'nas', failure: 'Storage nas: EIO' };
  const outcome = { manifest, folder: place, storages: [{ name: 'disk', failure: null }, failed] };
  const run: BackupRun = {
    ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'partial', failure: null },
    ...{ startedAt, endedAt: startedAt, progress: null },
    databases: [databaseOf({ database: 'shop', outcome, durationMs: 1 })],
  };
  await store.begin({ ...run, state: 'running' }, startedAt, null);
  await store.keepSaved(run);
  await store.keepChanged('r', 'a copy', (now) =>
    withStored(now, { backupId: manifest.id, storage: 'nas', storedLaterAt: startedAt }),
  );
  ended.next(run);
  await service.settled();
  const now = await store.find('r');
  expect(now?.state).toBe('complete');
  expect(now?.databases[0]?.storages).toMatchObject([
    { readBack: { outcome: 'opened' } },
    { failure: null, storedLaterAt: startedAt },
  ]);
});

it('says nothing bad of one that was deleted meanwhile, or where a storage is not there any more', async () => {
  begun();
  const run = await readBackOf('disk', 'of yesterday');
  expect(run.state).toBe('complete');
  expect(run.databases[0]?.storages.map(({ readBack }) => readBack)).toEqual([null, null]);
});

it('keeps what was found out of a run while its backups were read', async () => {
  begun();
  lies('disk', object);
  const storages = [
    { name: 'disk', failure: null },
    { name: 'nas', failure: 'Storage nas: EIO' },
  ];
  const databases = [databaseOf({ database: 'shop', outcome: { manifest, folder: place, storages }, durationMs: 1 })];
  const run: BackupRun = {
    ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'running', failure: null },
    ...{ startedAt, endedAt: startedAt, progress: null, databases },
  };
  await store.begin(run, startedAt, null);
  const partial = { ...run, state: stateOf(databases) };
  const copied = { backupId: manifest.id, storage: 'nas', storedLaterAt: startedAt };
  await store.keepSaved(withStored(partial, copied));
  ended.next(partial);
  await service.settled();
  const found = (await store.find('r'))!;
  expect(found.state).toBe('complete');
  expect(found.databases[0]?.storages).toMatchObject([
    { readBack: { outcome: 'opened' }, storedLaterAt: null },
    { failure: null, storedLaterAt: startedAt },
  ]);
});

it('does not know where it cannot read, which fails nothing', async () => {
  begun({ storages: [{ name: 'disk', folder: join(process.execPath, 'below-a-file') }] });
  const run = await readBackOf('disk');
  expect(run.state).toBe('complete');
  expect(run.databases[0]?.storages).toMatchObject([{ failure: null, readBack: { outcome: 'unknown' } }]);
});

it('reads nothing where it is not to, and nothing of a run of a process that is gone', async () => {
  begun({ readBack: 'never' });
  lies('disk', object);
  const done: string[] = [];
  service.done.subscribe(({ id }) => done.push(id));
  const run = await readBackOf('disk');
  expect([run.databases[0]?.storages[0]?.readBack, isProved('disk')]).toEqual([null, false]);
  expect(done).toEqual(['r']);
});

it('ends with the process', async () => {
  begun();
  lies('disk', object);
  await service.beforeApplicationShutdown();
  const run = await readBackOf('disk');
  expect([run.state, run.databases[0]?.storages[0]?.readBack]).toEqual(['complete', null]);
});
