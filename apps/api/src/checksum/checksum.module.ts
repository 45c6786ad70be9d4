import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ProofModule } from '../proof/proof.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { ChecksumModes } from './checksum-modes.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumRunner } from './checksum.runner.js';
import { ChecksumService } from './checksum.service.js';
import { BarrierChecksum } from './exact/barrier/barrier-checksum.js';
import { ExactChecksum } from './exact/exact-checksum.js';
import { ModeChooser } from './exact/mode-chooser.js';
import { SandwichChecksum } from './exact/sandwich/sandwich-checksum.js';
import { SnapshotChecksum } from './exact/snapshot/snapshot-checksum.js';
import { LastResults } from './last-results.js';
import { LeftRuns } from './left-runs.js';
import { RunBook } from './run-book.js';
import { RunPreparation } from './run-preparation.js';
import { TableChecksum } from './table-checksum.js';
import { TableEvidence } from './table-evidence.js';
import { Throttle } from './throttle.js';

/** Verification by digest: runs, results and their routes. */
@Module({
  imports: [ConnectionsModule, ReplicationModule, StoreModule, TablesModule, ProofModule],
  controllers: [ChecksumController],
  providers: [
    ...[ChecksumService, ChecksumRunner, ChecksumModes, LastResults, RunBook],
    ...[LeftRuns, RunPreparation, TableEvidence, Throttle],
    ...[ExactChecksum, ModeChooser, SnapshotChecksum, BarrierChecksum, SandwichChecksum, TableChecksum],
  ],
  exports: [ChecksumService, ExactChecksum],
})
export class ChecksumModule {}
