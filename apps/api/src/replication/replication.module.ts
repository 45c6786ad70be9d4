import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ReplicationPositionService } from './replication-position.service.js';

/** Where both sides are, and waiting for the target. */
@Module({
  imports: [ConnectionsModule],
  providers: [ReplicationPositionService],
  exports: [ReplicationPositionService],
})
export class ReplicationModule {}
