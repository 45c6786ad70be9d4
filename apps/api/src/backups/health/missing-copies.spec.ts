import type { BackupFinding, BackupRun } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { configSchema } from '../../config/config.schema.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { lostCopies, missingCopies } from './missing-copies.js';

const { backups: config } = configSchema.parse({
  backups: {
    servers: [{ name: 'shop-db', host: 'a', username: 'u', password: 'p' }],
    storages: [{ name: 'disk', folder: '/nowhere' }],
  },
});
const outcomes = (findings: BackupFinding[]): [string, string, string][] =>
  findings.map(({ subject, outcome, severity }) => [subject, outcome, severity]);

it('tells of a backup that is not in one of its storages yet', () => {
  const copy = { backupId: 'b', server: 'shop-db', database: 'shop', storage: 'nas', failure: 'EIO.' };
  expect(outcomes(missingCopies({ copies: [copy] }))).toEqual([['nas/shop-db/shop/b', 'fail', 'WARNING']]);
  expect(missingCopies({ copies: [] })).toEqual([]);
});

it('names what the last run has stored and is there no more, unless a younger one is', () => {
  const backup = aStoredBackup('2026-03-31T02:30:05.000Z');
  const databases: BackupRun['databases'] = [
    {
      ...{ database: 'shop', backupId: backup.manifest.id, bytes: '1', dumpBytes: '1', position: null },
      ...{ failure: null, skipped: null, durationMs: 1 },
      storages: [{ name: aStorage.name, failure: null, readBack: null, storedLaterAt: null }],
    },
  ];
  const run: BackupRun = {
    ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'complete', progress: null, failure: null },
    ...{ startedAt: '2026-03-31T02:30:00.000Z', endedAt: '2026-03-31T02:31:00.000Z', databases },
  };
  const before = { ...run, startedAt: '2026-03-30T02:30:00.000Z' };
  const runs = [run, before];
  const view = { storage: aStorage, readAt: '2026-03-31T12:00:00.000Z', failure: null };
  const lost = (entries: StorageView['entries'], change: Partial<StorageView> = {}) =>
    outcomes(lostCopies({ config, runs, views: [{ ...view, entries, ...change }] }));
  const subject = `disk/shop-db/shop/${backup.manifest.id}`;
  expect(lost([])).toEqual([[subject, 'fail', 'WARNING']]);
  expect(lost([aStoredBackup('2026-03-31T03:00:00.000Z', { database: 'crm' })])).toEqual([
    [subject, 'fail', 'WARNING'],
  ]);
  expect(lost([backup])).toEqual([]);
  expect(lost([aStoredBackup('2026-03-31T03:00:00.000Z')])).toEqual([]);
  expect(lost([], { failure: 'EIO' })).toEqual([]);
  expect(lost([], { readAt: '2026-03-31T02:30:30.000Z' })).toEqual([]);
});
