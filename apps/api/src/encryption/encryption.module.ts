import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { EncryptionController } from './encryption.controller.js';
import { EncryptionEvidence } from './encryption.evidence.js';
import { EncryptionService } from './encryption.service.js';

/** Whether what lies on the disks of the target is encrypted. */
@Module({
  imports: [ConnectionsModule, TablesModule],
  controllers: [EncryptionController],
  providers: [EncryptionService, EncryptionEvidence],
})
export class EncryptionModule {}
