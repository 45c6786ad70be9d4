import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { ProofModule } from '../../proof/proof.module.js';
import { ReplicationModule } from '../../replication/replication.module.js';
import { Throttle } from '../load/throttle.js';
import { BarrierChecksum } from './barrier/barrier-checksum.js';
import { BracketChecksum } from './bracket/bracket-checksum.js';
import { ExactChecksum } from './exact-checksum.js';
import { ModeChooser } from './mode-chooser.js';
import { SandwichChecksum } from './sandwich/sandwich-checksum.js';
import { SequenceChecksum } from './sequence-checksum.js';
import { SnapshotChecksum } from './snapshot/snapshot-checksum.js';

/** The comparison alone, without store, schedule or routes. The service and the command line both use it. */
@Module({
  imports: [ConnectionsModule, ReplicationModule, ProofModule],
  providers: [
    ExactChecksum,
    ModeChooser,
    SequenceChecksum,
    SnapshotChecksum,
    BarrierChecksum,
    BracketChecksum,
    SandwichChecksum,
    Throttle,
  ],
  exports: [ExactChecksum, Throttle],
})
export class ExactModule {}
