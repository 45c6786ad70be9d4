import { Module } from '@nestjs/common';
import { StoreModule } from '../store/store.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { BackupsController } from './guard/backups.controller.js';
import { BackupGuardService } from './guard/backup-guard.service.js';
import { RestorableBackupEvidence } from './restorable/restorable-backup.evidence.js';
import { RestorableBackupService } from './restorable/restorable-backup.service.js';
import { RestoreTestService } from './restore-test/restore-test.service.js';
import { RestoreTestStore } from './store/restore-test.store.js';
import { RestoreTestsController } from './restore-test/restore-tests.controller.js';
import { BackupStore } from './store/backup.store.js';
import { backupsPart } from './store/backups-part.js';

/** Backups of databases: made by schedule and on request. */
@Module({
  imports: [StoreModule],
  controllers: [BackupsController, RestoreTestsController],
  providers: [
    BackupGuardService,
    BackupStore,
    RestoreTestService,
    RestoreTestStore,
    RestorableBackupService,
    RestorableBackupEvidence,
    provideStorePart(backupsPart),
  ],
})
export class BackupsModule {}
