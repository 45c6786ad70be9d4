import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { KeptHistories } from './kept-histories.js';
import { PairHistoryEvidence } from './pair-history.evidence.js';
import { PairHistoryService } from './pair-history.service.js';
import { pairHistoryPart } from './store/pair-history-part.js';
import { PairHistoryStore } from './store/pair-history.store.js';

/** Whether a migration still has the servers, and the replication, on which its proofs were made. */
@Module({
  imports: [ConnectionsModule, StoreModule],
  providers: [
    ...[PairHistoryService, PairHistoryEvidence],
    { provide: KeptHistories, useClass: PairHistoryStore },
    provideStorePart(pairHistoryPart),
  ],
  exports: [PairHistoryService],
})
export class PairHistoryModule {}
