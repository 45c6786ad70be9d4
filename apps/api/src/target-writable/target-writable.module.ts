import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { TargetWritableController } from './target-writable.controller.js';
import { TargetWritableEvidence } from './target-writable.evidence.js';
import { TargetWritableService } from './target-writable.service.js';

/** Who may write to the target beside replication. */
@Module({
  imports: [ConnectionsModule],
  controllers: [TargetWritableController],
  providers: [TargetWritableService, TargetWritableEvidence],
})
export class TargetWritableModule {}
