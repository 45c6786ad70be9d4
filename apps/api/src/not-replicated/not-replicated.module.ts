import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { NotReplicatedController } from './not-replicated.controller.js';
import { NotReplicatedEvidence } from './not-replicated.evidence.js';
import { NotReplicatedService } from './not-replicated.service.js';

/** What replication does not carry, beside sequences. */
@Module({
  imports: [ConnectionsModule],
  controllers: [NotReplicatedController],
  providers: [NotReplicatedService, NotReplicatedEvidence],
})
export class NotReplicatedModule {}
