import type { BackupQuery } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { backupList } from './backup-list.js';

const startedAt = '2026-03-31T02:30:00.000Z';
const query: BackupQuery = { limit: 500 };

it.each([
  ['whole', null, null],
  ['missing', 'missing' as const, expect.stringContaining('Its dump is not there')],
])('says of a dump that is %s and was found to be no good why', (_, objectFault, seen) => {
  const faultIf = (reason: string | null): unknown => {
    const foundBad = reason === null ? null : { level: 'read-back' as const, reason, foundAt: startedAt };
    const entries = [aStoredBackup(startedAt, {}, { objectFault, foundBad })];
    const views = [{ storage: aStorage, readAt: startedAt, failure: null, entries }];
    return backupList(views, [], query).backups[0]?.places[0]?.fault;
  };
  expect(faultIf(null)).toEqual(seen);
  expect(faultIf('Read back from disk, it is no good')).toEqual(seen ?? 'Read back from disk, it is no good');
});
