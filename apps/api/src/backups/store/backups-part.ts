import type { StorePart } from '../../store/store-part.js';
import { BackupConfigurationEntity } from './backup-configuration.entity.js';
import { createBackupConfigurations } from './create-backup-configurations.migration.js';
import { addRestoreTestAddress } from './add-restore-test-address.migration.js';
import { createRestoreTests } from './create-restore-tests.migration.js';
import { RestoreTestEntity } from './restore-test.entity.js';
import { RestoreTestStore } from './restore-test.store.js';
import { BackupRunEntity, BackupSlotEntity } from './backup-run.entity.js';
import { BackupStore } from './backup.store.js';
import { BackupUsageEntity } from './backup-usage.entity.js';
import { createBackupUsage } from './create-usage.migration.js';
import { UsageStore } from './usage.store.js';
import { createBackups } from './create-backups.migration.js';

/**
 * What backups keeps: runs, restore tests and what was taken of each storage for `store.alertRetentionDays`, and for ever how far each schedule
 * is, and its configuration.
 */
export const backupsPart: StorePart = {
  name: 'backups',
  entities: [BackupRunEntity, BackupSlotEntity, RestoreTestEntity, BackupConfigurationEntity, BackupUsageEntity],
  migrations: [createBackups, createRestoreTests, createBackupConfigurations, createBackupUsage, addRestoreTestAddress],
  prune: async (store, { recordsBeforeIso }) => ({
    backupRuns: await new BackupStore(store).prune(recordsBeforeIso),
    backupRestoreTests: await new RestoreTestStore(store).prune(recordsBeforeIso),
    backupUsage: await new UsageStore(store).prune(recordsBeforeIso.slice(0, 10)),
  }),
};
