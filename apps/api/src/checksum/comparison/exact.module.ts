import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { ProofModule } from '../../proof/proof.module.js';
import { ReplicationModule } from '../../replication/replication.module.js';
import { Throttle } from '../load/throttle.js';
import { BarrierChecksum } from './barrier/barrier-checksum.js';
import { ExactChecksum } from './exact-checksum.js';
import { ModeChooser } from './mode-chooser.js';
import { SandwichChecksum } from './sandwich/sandwich-checksum.js';
import { SnapshotChecksum } from './snapshot/snapshot-checksum.js';

/** The exact engine by itself: no store, no schedule, no route. The service and the command both stand on it. */
@Module({
  imports: [ConnectionsModule, ReplicationModule, ProofModule],
  providers: [ExactChecksum, ModeChooser, SnapshotChecksum, BarrierChecksum, SandwichChecksum, Throttle],
  exports: [ExactChecksum, Throttle],
})
export class ExactModule {}
