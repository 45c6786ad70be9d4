import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ProofModule } from '../proof/proof.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { ChecksumModes } from './runs/checksum-modes.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumRunner } from './runs/checksum.runner.js';
import { ChecksumEvidence } from './checksum.evidence.js';
import { ChecksumService } from './checksum.service.js';
import { ExactModule } from './comparison/exact.module.js';
import { LastResults } from './results/last-results.js';
import { LeftRuns } from './runs/left-runs.js';
import { RunBook } from './runs/run-book.js';
import { RunPreparation } from './runs/run-preparation.js';
import { RunTables } from './runs/run-tables.js';
import { TableChecksum } from './runs/table-checksum.js';
import { TableEvidence } from './results/table-evidence.js';
import { checksumPart } from './store/checksum-part.js';
import { VerdictStore } from './store/verdict.store.js';
import { VerificationStore } from './store/verification.store.js';

/** Verification by digest: runs, results and their routes. */
@Module({
  imports: [ConnectionsModule, ReplicationModule, StoreModule, TablesModule, ProofModule, ExactModule],
  controllers: [ChecksumController],
  providers: [
    ...[ChecksumService, ChecksumEvidence, ChecksumRunner, ChecksumModes, LastResults, RunBook],
    ...[LeftRuns, RunPreparation, RunTables, TableEvidence, TableChecksum],
    ...[VerdictStore, VerificationStore, provideStorePart(checksumPart)],
  ],
  exports: [ChecksumService, ExactModule],
})
export class ChecksumModule {}
