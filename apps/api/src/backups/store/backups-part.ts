import type { StorePart } from '../../store/store-part.js';
import { BackupRunEntity, BackupSlotEntity } from './backup-run.entity.js';
import { BackupStore } from './backup.store.js';
import { createBackups } from './create-backups.migration.js';

/** What backups keeps: runs for `store.alertRetentionDays`, and how far each schedule is, for ever. */
export const backupsPart: StorePart = {
  name: 'backups',
  entities: [BackupRunEntity, BackupSlotEntity],
  migrations: [createBackups],
  prune: async (store, { recordsBeforeIso }) => ({ backupRuns: await new BackupStore(store).prune(recordsBeforeIso) }),
};
