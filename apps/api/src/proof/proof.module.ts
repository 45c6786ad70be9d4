import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { LoadGate } from './load-gate.js';
import { ProofService } from './proof.service.js';
import { SnapshotPairs } from './snapshot/snapshot-pairs.js';

/** Compares both sides until something is proved. Checksum and consistency are built on it. */
@Module({
  imports: [ConnectionsModule, ReplicationModule],
  providers: [LoadGate, ProofService, SnapshotPairs],
  exports: [LoadGate, ProofService, SnapshotPairs],
})
export class ProofModule {}
