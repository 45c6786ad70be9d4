import type { BackupCheck } from './backup-check.js';
import { backupKeyCheck } from './backup-keys.js';
import { backupRestoreCheck } from './failed-restores.js';
import { backupFailedCheck } from './failed-runs.js';
import { backupLateCheck } from './late-backups.js';
import { backupClientCheck } from './missing-clients.js';
import { backupCopyCheck } from './missing-copies.js';
import { backupStorageCheck, backupStorageRoomCheck } from './storage-room.js';
import { backupConfigurationCheck } from './unusable-configuration.js';

/** Every check of backups. */
export const backupChecks: readonly BackupCheck[] = [
  backupLateCheck,
  backupFailedCheck,
  backupRestoreCheck,
  backupStorageCheck,
  backupStorageRoomCheck,
  backupClientCheck,
  backupKeyCheck,
  backupCopyCheck,
  backupConfigurationCheck,
];
