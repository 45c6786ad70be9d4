import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ReplicationPositionService } from './replication-position.service.js';

/** GTID positions of both sides. */
@Module({
  imports: [ConnectionsModule],
  providers: [ReplicationPositionService],
  exports: [ReplicationPositionService],
})
export class ReplicationModule {}
