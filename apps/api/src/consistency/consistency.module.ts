import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { PairHistoryModule } from '../pair-history/pair-history.module.js';
import { ProofModule } from '../proof/proof.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { ConsistencyController } from './consistency.controller.js';
import { ConsistencyEvidence } from './consistency.evidence.js';
import { ConsistencyService } from './consistency.service.js';
import { CountedLoad } from './counted-load.js';
import { FactsComparison } from './facts-comparison.js';
import { PairedFacts } from './paired-facts.js';
import { SettledCounter } from './settled-counter.js';
import { consistencyPart } from './store/consistency-part.js';
import { ConsistencyStore } from './store/consistency.store.js';

/** Row counts and basic comparisons. */
@Module({
  imports: [ConnectionsModule, ReplicationModule, StoreModule, TablesModule, PairHistoryModule, ProofModule],
  controllers: [ConsistencyController],
  providers: [
    ConsistencyService,
    ConsistencyEvidence,
    CountedLoad,
    FactsComparison,
    PairedFacts,
    SettledCounter,
    ConsistencyStore,
    provideStorePart(consistencyPart),
  ],
  exports: [ConsistencyService],
})
export class ConsistencyModule {}
