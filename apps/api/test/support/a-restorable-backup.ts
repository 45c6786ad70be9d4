import type { BackupRestoreTest } from '@cutover/contracts';
import type { KnownRestorable } from '../../src/backups/restorable/restorable-backup.check.js';
import { at } from './a-moment.js';

/** A test that has passed. */
export const aRestoreTest = (change: Partial<BackupRestoreTest> = {}): BackupRestoreTest => ({
  ...{
    id: 'test-1',
    backupId: 'backup-1',
    backupStartedAt: at,
    server: 'shop-db',
    engine: 'mariadb',
    address: 'a:3306',
  },
  ...{ database: 'shop', storage: 'disk', slotAt: null, state: 'passed', startedAt: at, endedAt: at, reason: null },
  ...{ restoredTo: 'a throwaway mariadb', restoreMs: 4_000, tables: { compared: 18, identical: 18 } },
  ...change,
});

/** A source whose only database has a backup that restores. */
export function aRestorableBackup(change: Partial<KnownRestorable> = {}): KnownRestorable {
  const test = aRestoreTest();
  return {
    ...{ server: 'shop-db', databases: [{ database: 'shop', passed: test, last: test }], reason: null },
    ...{ measuredAt: at, longestHours: 168 },
    ...change,
  };
}
