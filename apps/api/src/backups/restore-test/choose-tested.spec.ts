import type { BackupManifest } from '@cutover/contracts';
import { aRestoreTest } from '../../../test/support/a-restorable-backup.js';
import type { StoredBackup } from '../catalogue/read-catalogue.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { chooseTested } from './choose-tested.js';

const known = (storage: string, id: string, database = 'shop'): StoredBackup => ({
  storage: { name: storage } as BackupStorage,
  ...{ folder: id, bytes: 0n, changedAt: '', objectFault: null, hold: null, proof: null, foundBad: null },
  manifest: {
    ...{ id, server: 'shop-db', database, startedAt: `2026-11-0${id}T00:00:00.000Z` },
    accounts: database === 'server.accounts' ? { hasPasswords: true, reason: null } : null,
  } as BackupManifest,
});
const now = new Date('2026-11-20T00:00:00.000Z');
const chosen = (known: StoredBackup[], tests: Parameters<typeof chooseTested>[1]): string[] =>
  chooseTested(known, tests, now).map(({ storage, folder }) => `${storage.name} ${folder}`);

it('takes the newest backup of each database', () =>
  expect(chosen([known('disk', '1'), known('disk', '3'), known('disk', '2'), known('disk', '1', 'crm')], [])).toEqual([
    'disk 3',
    'disk 1',
  ]));

it('takes no accounts: they are no database', () =>
  expect(chosen([known('disk', '1', 'server.accounts')], [])).toEqual([]));

it('reads from each storage in turn', () => {
  const both = [known('disk', '3'), known('s3', '3')];
  expect(chosen(both, [aRestoreTest({ storage: 'disk' })])).toEqual(['s3 3']);
  const later = aRestoreTest({ storage: 's3', startedAt: '2026-02-01T00:00:00.000Z' });
  expect(chosen(both, [later, aRestoreTest({ storage: 'disk' })])).toEqual(['disk 3']);
});

it('takes the newest, also where another storage was not read for longer', () =>
  expect(chosen([known('disk', '3'), known('s3', '2')], [aRestoreTest({ storage: 'disk' })])).toEqual(['disk 3']));

it('takes none that is dated in the future, and one that is no good only where there is no other', () => {
  const future = known('disk', '9');
  future.manifest.startedAt = '2027-11-09T00:00:00.000Z';
  const foundBad = { level: 'restored' as const, reason: 'It differs.', foundAt: '2026-11-03T00:00:00.000Z' };
  const bad = { ...known('disk', '3'), foundBad };
  expect(chosen([future, bad, known('disk', '2')], [])).toEqual(['disk 2']);
  expect(chosen([future, bad], [])).toEqual(['disk 3']);
});
