import { Module } from '@nestjs/common';
import { StoreModule } from '../store/store.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { BackupCatalogueService } from './catalogue/backup-catalogue.service.js';
import { BackupConfigurationController } from './configuration/backup-configuration.controller.js';
import { BackupConfigurationService } from './configuration/backup-configuration.service.js';
import { BackupSettings } from './configuration/backup-settings.service.js';
import { BackupsController } from './guard/backups.controller.js';
import { BackupGuardService } from './guard/backup-guard.service.js';
import { BackupHealthController } from './health/backup-health.controller.js';
import { BackupHealthService } from './health/backup-health.service.js';
import { KeyCanaryService } from './keys/key-canary.service.js';
import { LateCopiesService } from './late-copies/late-copies.service.js';
import { BackupMetricsService } from './metrics/backup-metrics.service.js';
import { BackupHistoryController } from './history/backup-history.controller.js';
import { BackupUsageService } from './history/backup-usage.service.js';
import { BackupHistoryService } from './history/backup-history.service.js';
import { BackupsLiveService } from './live/backups-live.service.js';
import { BackupCatalogueController } from './retention/backup-catalogue.controller.js';
import { BackupRetentionService } from './retention/backup-retention.service.js';
import { RestorableBackupEvidence } from './restorable/restorable-backup.evidence.js';
import { RestorableBackupService } from './restorable/restorable-backup.service.js';
import { RestoreTestService } from './restore-test/restore-test.service.js';
import { RestoreTestStore } from './store/restore-test.store.js';
import { RestoreTestsController } from './restore-test/restore-tests.controller.js';
import { BackupReadBackService } from './read-back/read-back.service.js';
import { BackupConfigurationStore } from './store/backup-configuration.store.js';
import { UsageStore } from './store/usage.store.js';
import { BackupStore } from './store/backup.store.js';
import { backupsPart } from './store/backups-part.js';

/** Backups of databases: made by schedule and on request. */
@Module({
  imports: [StoreModule],
  controllers: [
    BackupConfigurationController,
    BackupsController,
    BackupCatalogueController,
    BackupHealthController,
    BackupHistoryController,
    RestoreTestsController,
  ],
  providers: [
    ...[BackupSettings, BackupConfigurationService],
    ...[BackupGuardService, BackupCatalogueService, BackupRetentionService],
    ...[BackupReadBackService, LateCopiesService, KeyCanaryService, BackupHealthService, BackupMetricsService],
    ...[BackupsLiveService, BackupHistoryService, BackupUsageService],
    ...[RestoreTestService, RestorableBackupService, RestorableBackupEvidence],
    ...[BackupStore, RestoreTestStore, BackupConfigurationStore, UsageStore, provideStorePart(backupsPart)],
  ],
  exports: [BackupHealthService, BackupMetricsService, BackupsLiveService],
})
export class BackupsModule {}
