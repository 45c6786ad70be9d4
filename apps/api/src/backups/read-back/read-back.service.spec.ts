import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { BackupRun } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { damagedDump, dump, keptRun, lies, manifest, place, startedAt } from '../../../test/support/a-stored-dump.js';
import { silentFolder } from '../../../test/support/silent-folder.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import type { BackupGuardService } from '../guard/backup-guard.service.js';
import { withReadBack, withStored } from '../guard/run-result.js';
import type { BackupStore } from '../store/backup.store.js';
import { BackupReadBackService } from './read-back.service.js';

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

function begun(change: object = {}, nowIso = '2026-03-31T03:00:00.000Z'): void {
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
    Object.assign(new Clock(), { nowMs: () => Date.parse(nowIso), nowIso: () => nowIso }),
  );
  service.onApplicationBootstrap();
}

const liesIn = (storage: string, bytes = dump): void => lies(join(root, storage), bytes);

/** A run that has stored it in these storages ends, and is read back. */
async function readBackOf(...storages: string[]): Promise<BackupRun> {
  ended.next(
    await keptRun(
      store,
      storages.map((name) => ({ name, failure: null })),
    ),
  );
  await service.settled();
  return (await store.find('r'))!;
}
const isProved = (storage: string): boolean => existsSync(join(root, storage, place, 'verified.json'));

it('notes beside each new backup that it was opened, and in its run, and says then that all were read', async () => {
  begun();
  liesIn('disk');
  liesIn('nas');
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
  liesIn('disk', damagedDump);
  writeFileSync(join(root, 'disk', place, 'verified.json'), '{}');
  const done: BackupRun[] = [];
  service.done.subscribe((run) => done.push(run));
  const run = await readBackOf('disk');
  expect(run.state).toBe('failed');
  expect(done).toMatchObject([{ state: 'failed', databases: run.databases }]);
  const reason = expect.stringContaining('is no good: the object has');
  expect(run.databases[0]?.storages).toMatchObject([{ failure: reason, readBack: { outcome: 'bad', reason } }]);
  expect(isProved('disk')).toBe(false);
});

it('calls a run partial where another storage has it whole', async () => {
  begun();
  liesIn('disk', dump.subarray(1));
  liesIn('nas');
  const run = await readBackOf('disk', 'nas');
  expect(run.state).toBe('partial');
  expect(run.databases[0]?.storages.map(({ readBack }) => readBack?.outcome)).toEqual(['bad', 'opened']);
});

it('leaves what was noted of the run since it ended: a copy that was made later', async () => {
  begun();
  liesIn('disk');
  const run = await keptRun(store, [
    { name: 'disk', failure: null },
    { name: 'nas', failure: 'Storage nas: EIO' },
  ]);
  expect(run.state).toBe('partial');
  await store.keepChanged('r', 'a copy', (now) =>
    withStored(now, { backupId: manifest.id, storage: 'nas', storedLaterAt: startedAt }),
  );
  ended.next(run);
  await service.settled();
  const now = await store.find('r');
  expect(now?.state).toBe('complete');
  expect(now?.databases[0]?.storages).toMatchObject([
    { readBack: { outcome: 'opened' }, storedLaterAt: null },
    { failure: null, storedLaterAt: startedAt },
  ]);
});

it('says nothing bad of one that was deleted meanwhile, or where a storage is not there any more', async () => {
  begun();
  const run = await readBackOf('disk', 'of yesterday');
  expect(run.state).toBe('complete');
  expect(run.databases[0]?.storages.map(({ readBack }) => readBack)).toEqual([null, null]);
});

it('does not know where it cannot read, which fails nothing', async () => {
  begun({ storages: [{ name: 'disk', folder: join(process.execPath, 'below-a-file') }] });
  const run = await readBackOf('disk');
  expect(run.state).toBe('complete');
  expect(run.databases[0]?.storages).toMatchObject([{ failure: null, readBack: { outcome: 'unknown' } }]);
});

it('goes on with the other storages, and with the runs that follow, where one does not answer', async () => {
  begun();
  liesIn('disk');
  liesIn('nas');
  const done: string[] = [];
  service.done.subscribe(({ id }) => done.push(id));
  const nas = await silentFolder(join(root, 'nas'));
  const run = await readBackOf('nas', 'disk');
  expect(run.databases[0]?.storages).toMatchObject([
    {
      failure: null,
      readBack: { outcome: 'unknown', reason: expect.stringMatching(/^Storage nas .* Look at its mount/) },
    },
    { failure: null, readBack: { outcome: 'opened' } },
  ]);
  expect([done, isProved('nas'), isProved('disk')]).toEqual([['r'], false, true]);
  await nas.answers();
  ended.next(run);
  await service.settled();
  expect([done, isProved('nas')]).toEqual([['r', 'r'], true]);
});

it('reads what a run had finished whose process is gone', async () => {
  begun();
  liesIn('disk');
  const done: string[] = [];
  service.done.subscribe(({ id }) => done.push(id));
  const lost: BackupRun = { ...(await keptRun(store, [{ name: 'disk', failure: null }])), state: 'interrupted' };
  await store.keepSaved(lost);
  ended.next(lost);
  await service.settled();
  expect([isProved('disk'), done, (await store.find('r'))?.state]).toEqual([true, ['r'], 'interrupted']);
});

it('reads a copy that was made later, once', async () => {
  begun();
  liesIn('disk');
  const failure = 'Storage nas: EIO';
  ended.next(
    await keptRun(store, [
      { name: 'disk', failure: null },
      { name: 'nas', failure },
    ]),
  );
  await service.settled();
  liesIn('nas', damagedDump);
  const copied = { backupId: manifest.id, storage: 'nas', storedLaterAt: '2026-03-31T02:50:00.000Z' };
  await store.keepChanged('r', 'a copy', (now) => withStored(now, copied));
  await store.keepChanged('r', 'nothing', (now) => now);
  await service.settled();
  const run = await store.find('r');
  expect(run?.databases[0]?.storages.map(({ readBack }) => readBack?.outcome)).toEqual(['opened', 'bad']);
  expect(run?.state).toBe('partial');
});

it.each([
  ['a minute', '2026-03-31T02:31:00.000Z', 'opened'],
  ['23 hours', '2026-04-01T01:30:00.000Z', 'opened'],
  ['25 hours', '2026-04-01T03:30:00.000Z', undefined],
])('reads at its start what was not read %s after the run', async (_, nowIso, outcome) => {
  liesIn('disk');
  await keptRun(store, [{ name: 'disk', failure: null }]);
  begun({}, nowIso);
  await service.settled();
  expect((await store.find('r'))?.databases[0]?.storages[0]?.readBack?.outcome).toBe(outcome);
});

it('reads nothing at its start that was read, is still being made, or is not to be read', async () => {
  liesIn('disk', damagedDump);
  const run = await keptRun(store, [{ name: 'disk', failure: null }]);
  begun({ readBack: 'never' });
  await service.settled();
  await service.beforeApplicationShutdown();
  await store.keepSaved({ ...run, state: 'running' });
  begun();
  await service.settled();
  await service.beforeApplicationShutdown();
  expect((await store.find('r'))?.databases[0]?.storages[0]?.readBack).toBeNull();
  const readBack = { outcome: 'opened', reason: null, at: startedAt } as const;
  await store.keepSaved(withReadBack(run, { backupId: manifest.id, storage: 'disk', readBack }));
  begun();
  // Neither what a process beside this one has read meanwhile.
  ended.next(run);
  await service.settled();
  expect((await store.find('r'))?.databases[0]?.storages[0]?.readBack).toEqual(readBack);
});

it('says that nothing is read at its start where the store does not tell', async () => {
  liesIn('disk');
  const since = jest.spyOn(store, 'since').mockRejectedValue(new Error('The store is locked'));
  const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  begun();
  await service.settled();
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('The store is locked'));
  warned.mockRestore();
  since.mockRestore();
});

it('reads nothing where it is not to', async () => {
  begun({ readBack: 'never' });
  liesIn('disk');
  const done: string[] = [];
  service.done.subscribe(({ id }) => done.push(id));
  const run = await readBackOf('disk');
  expect([run.databases[0]?.storages[0]?.readBack, isProved('disk')]).toEqual([null, false]);
  expect(done).toEqual(['r']);
});

it('ends with the process', async () => {
  begun();
  liesIn('disk');
  await service.beforeApplicationShutdown();
  const run = await readBackOf('disk');
  expect([run.state, run.databases[0]?.storages[0]?.readBack]).toEqual(['complete', null]);
});
