import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { ProofService } from './proof.service.js';

/** Reading both sides until something is proved; checksum and consistency are thin over it. */
@Module({
  imports: [ConnectionsModule, ReplicationModule],
  providers: [ProofService],
  exports: [ProofService],
})
export class ProofModule {}
