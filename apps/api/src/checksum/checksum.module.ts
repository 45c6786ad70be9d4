import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ProofModule } from '../proof/proof.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumRunner } from './runs/checksum.runner.js';
import { ChecksumService } from './checksum.service.js';
import { ExactModule } from './comparison/exact.module.js';
import { LastResults } from './results/last-results.js';
import { LeftRuns } from './runs/left-runs.js';
import { RunBook } from './runs/run-book.js';
import { RunPreparation } from './runs/run-preparation.js';
import { RunTables } from './runs/run-tables.js';
import { TableEvidence } from './results/table-evidence.js';

/** Verification by digest: runs, results and their routes. */
@Module({
  imports: [ConnectionsModule, ReplicationModule, StoreModule, TablesModule, ProofModule, ExactModule],
  controllers: [ChecksumController],
  providers: [
    ...[ChecksumService, ChecksumRunner, LastResults, RunBook],
    ...[LeftRuns, RunPreparation, RunTables, TableEvidence],
  ],
  exports: [ChecksumService, ExactModule],
})
export class ChecksumModule {}
