import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { LagEvidence } from './lag.evidence.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { HeartbeatEvidence } from './heartbeat/heartbeat.evidence.js';
import { HeartbeatService } from './heartbeat/heartbeat.service.js';
import { LagService } from './lag.service.js';
import { LogicalReplicationController } from './logical-replication/logical-replication.controller.js';
import { LogicalReplicationEvidence } from './logical-replication/logical-replication.evidence.js';
import { LogicalReplicationService } from './logical-replication/logical-replication.service.js';
import { lagPart } from './store/lag-part.js';
import { SampleStore } from './store/sample.store.js';

/** How far the target is behind. */
@Module({
  imports: [ConnectionsModule, StoreModule],
  controllers: [LogicalReplicationController],
  providers: [
    ...[HeartbeatService, HeartbeatEvidence, LagService, LagEvidence],
    ...[LogicalReplicationService, LogicalReplicationEvidence, SampleStore, provideStorePart(lagPart)],
  ],
  exports: [HeartbeatService, LagService, SampleStore],
})
export class LagModule {}
