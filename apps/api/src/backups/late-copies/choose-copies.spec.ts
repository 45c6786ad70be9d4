import type { BackupRun } from '@cutover/contracts';
import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import type { CatalogueEntry, BackupSummary } from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { retentionRules } from '../retention/retention-rules.js';
import { LocalStorage } from '../storages/local-storage.js';
import { chooseCopies } from './choose-copies.js';

const startedAt = '2026-03-31T02:30:00.000Z';
const now = new Date('2026-03-31T03:00:00.000Z');
const rules = retentionRules({ servers: [{ name: 'shop-db' }], storages: [], schedules: [] } as never);
const [disk, nas] = ['disk', 'nas'].map((name) => new LocalStorage(name, '/nowhere')) as [LocalStorage, LocalStorage];
const backup = aStoredBackup(startedAt, {}, { storage: disk });
const view = (
  storage: LocalStorage,
  entries: CatalogueEntry<BackupSummary>[],
  failure: string | null = null,
): StorageView => ({ ...{ storage, entries, failure }, readAt: startedAt });

const run: BackupRun = {
  ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'partial', failure: null },
  ...{ startedAt, endedAt: startedAt, progress: null },
  databases: [
    {
      ...{ database: 'shop', backupId: backup.manifest.id, bytes: '5', dumpBytes: '10', position: null },
      ...{ failure: null, skipped: null, durationMs: 1 },
      storages: [
        { name: 'disk', failure: null, readBack: null, storedLaterAt: null },
        { name: 'nas', failure: 'Storage nas: EIO', readBack: null, storedLaterAt: null },
      ],
    },
  ],
};
const chosen = (views: StorageView[], given = run, with_ = rules): string[] =>
  chooseCopies([given], views, with_, now).map((copy) => `${copy.backup.storage.name} to ${copy.to.name}`);

const both = [view(disk, [backup]), view(nas, [])];

it('takes a backup from the storage that has it whole to the one that lacks it', () =>
  expect(chosen([view(disk, [backup]), view(nas, [])])).toEqual(['disk to nas']));

it.each(['cancelled', 'interrupted'] as const)('takes also what a run had finished before it was %s', (state) =>
  expect(chosen(both, { ...run, state })).toEqual(['disk to nas']),
);

it('takes it from a copy that was not found to be no good', () => {
  const s3 = new LocalStorage('s3', '/nowhere');
  const views = [view(disk, [{ ...backup, foundBad }]), view(nas, []), view(s3, [{ ...backup, storage: s3 }])];
  expect(chosen(views)).toEqual(['s3 to nas']);
});

it('names one that is there by now, so that its run learns of it', () =>
  expect(chosen([view(disk, [backup]), view(nas, [{ ...backup, storage: nas }])])).toEqual(['nas to nas']));

it('takes it also where a crash has left a dump without a manifest', () => {
  const left = { storage: nas, folder: backup.folder, fault: 'no manifest', kind: 'no-manifest' } as const;
  expect(chosen([view(disk, [backup]), view(nas, [{ ...left, bytes: 1n, changedAt: startedAt }])])).toHaveLength(1);
});

const deleting: CatalogueEntry<BackupSummary> = {
  ...{ storage: nas, folder: backup.folder, fault: '', bytes: 1n, changedAt: startedAt },
  kind: 'being-deleted',
};
const younger = aStoredBackup('2026-03-31T02:45:00.000Z', {}, { storage: nas });
const held = { by: 'me', why: 'audit', heldAt: startedAt };
const bad = { outcome: 'bad', reason: 'damaged', at: startedAt } as const;
const [shop] = run.databases;
const readBad = { ...shop!, storages: shop!.storages.map((each) => ({ ...each, readBack: bad })) };
const foundBad = { level: 'read-back' as const, reason: 'damaged', foundAt: startedAt };
const lastOne = { ...rules, byType: new Map([['daily', { last: 1, verified: 0 } as never]]) };

interface Case {
  views: StorageView[];
  run?: BackupRun;
  rules?: typeof rules;
}

it.each<[string, Case]>([
  ['one that is being deleted', { views: [view(disk, [backup]), view(nas, [deleting])] }],
  ['one that retention would delete', { views: [view(disk, [backup]), view(nas, [younger])], rules: lastOne }],
  ['one that somebody holds', { views: [view(disk, [{ ...backup, hold: held }]), view(nas, [])] }],
  ['one that is not whole', { views: [view(disk, [{ ...backup, objectFault: 'of another size' }]), view(nas, [])] }],
  ['one that was deleted', { views: [view(disk, []), view(nas, [])] }],
  ['one that was stored and is no good', { views: both, run: { ...run, databases: [readBad] } }],
  ['one that is no good where it lies', { views: [view(disk, [{ ...backup, foundBad }]), view(nas, [])] }],
  ['anything to a storage that cannot be read', { views: [view(disk, [backup]), view(nas, [], 'EIO')] }],
  ['anything to one that is not configured any more', { views: [view(disk, [backup])] }],
  ['anything of a run that is under way', { views: both, run: { ...run, state: 'running' } }],
  ['anything of a run that failed', { views: both, run: { ...run, state: 'failed' } }],
])('leaves %s', (_, { views, run: given, rules: own }) => expect(chosen(views, given, own)).toEqual([]));
