import { Module } from '@nestjs/common';
import { PairHistoryModule } from '../pair-history/pair-history.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { ProofModule } from '../proof/proof.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumEvidence } from './checksum.evidence.js';
import { ChecksumService } from './checksum.service.js';
import { SharedLoad } from './load/shared-load.js';
import { ScheduledLoad } from './load/scheduled-load.js';
import { VerificationLoadEvidence } from './load/verification-load.evidence.js';
import { LastResults } from './results/last-results.js';
import { RedatedResults } from './results/redated-results.js';
import { InterruptedRuns } from './runs/stored/interrupted-runs.js';
import { RunHistory } from './runs/stored/run-history.js';
import { RoundOrder } from './runs/tables/round-order.js';
import { RunTables } from './runs/tables/run-tables.js';
import { RunnerModule } from './runs/runner.module.js';
import { StoredRecords } from './runs/stored/stored-records.js';
import { TableEvidence } from './results/table-evidence.js';
import { ProofValidity } from './validity/proof-validity.js';
import { checksumPart } from './store/checksum-part.js';
import { VerdictStore } from './store/verdict.store.js';
import { VerificationStore } from './store/verification.store.js';

/** Verification of rows: runs, results and their routes. */
@Module({
  imports: [ConnectionsModule, ProofModule, StoreModule, TablesModule, PairHistoryModule, RunnerModule],
  controllers: [ChecksumController],
  providers: [
    ...[ChecksumService, ChecksumEvidence, LastResults, RedatedResults, RunHistory, InterruptedRuns],
    ...[RunTables, RoundOrder, ScheduledLoad, SharedLoad, VerificationLoadEvidence, StoredRecords, TableEvidence],
    ProofValidity,
    ...[VerdictStore, VerificationStore, provideStorePart(checksumPart)],
  ],
  exports: [ChecksumService, RunnerModule],
})
export class ChecksumModule {}
