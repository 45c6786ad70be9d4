import type { BackupRun } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { waitingToBeRead } from './waiting-to-be-read.js';

const startedAt = '2026-03-31T02:30:00.000Z';
const backup = aStoredBackup(startedAt);
const fresh = { name: aStorage.name, failure: null, readBack: null, storedLaterAt: null };
const runWith = (place: object = {}, change: Partial<BackupRun> = {}): BackupRun => ({
  ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'complete', failure: null },
  ...{ startedAt, endedAt: startedAt, progress: null },
  databases: [
    {
      ...{ database: 'shop', backupId: backup.manifest.id, bytes: '5', dumpBytes: '10', position: null },
      ...{ failure: null, skipped: null, durationMs: 1, storages: [{ ...fresh, ...place }] },
    },
  ],
  ...change,
});
const waits = (run: BackupRun, hoursLater = 1): boolean =>
  waitingToBeRead([run], new Date(Date.parse(startedAt) + hoursLater * 3_600_000))(backup);

it('waits for what a run has stored, also while it is under way', () => {
  expect(waits(runWith())).toBe(true);
  expect(waits(runWith({}, { state: 'running', endedAt: null }))).toBe(true);
});

it.each<[string, BackupRun]>([
  ['of another storage', runWith({ name: 'nas' })],
  ['that was read', runWith({ readBack: { outcome: 'stored', reason: null, at: startedAt } })],
  ['that was not stored', runWith({ failure: 'EIO' })],
  ['that was copied later', runWith({ storedLaterAt: startedAt })],
  ['of a process that is gone', runWith({}, { state: 'interrupted' })],
])('does not wait for one %s', (_, run) => expect(waits(run)).toBe(false));

it('waits for six hours: what a restart has left is not read any more', () => {
  expect([waits(runWith(), 5.9), waits(runWith(), 6.1)]).toEqual([true, false]);
});
