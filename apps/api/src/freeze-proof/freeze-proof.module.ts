import { Module } from '@nestjs/common';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { LagModule } from '../lag/lag.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { FreezeProofController } from './freeze-proof.controller.js';
import { FreezeProofEvidence } from './freeze-proof.evidence.js';
import { FreezeProofService } from './freeze-proof.service.js';
import { GroupProofsController } from './groups/group-proofs.controller.js';
import { GroupProofsService } from './groups/group-proofs.service.js';
import { RequestedComparisons } from './requested-comparisons.js';
import { freezeProofPart } from './store/freeze-proof-part.js';
import { FreezeProofStore } from './store/freeze-proof.store.js';

/** The proof at the moment of the switch. */
@Module({
  imports: [ConnectionsModule, StoreModule, TablesModule, ReplicationModule, LagModule, ChecksumModule],
  controllers: [FreezeProofController, GroupProofsController],
  providers: [
    ...[FreezeProofService, FreezeProofEvidence, RequestedComparisons, GroupProofsService],
    ...[FreezeProofStore, provideStorePart(freezeProofPart)],
  ],
  exports: [FreezeProofService],
})
export class FreezeProofModule {}
