import { Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { pairSeenCheck } from '../checks/pair/pair-seen.check.js';
import { replicationFiltersCheck } from '../checks/replication/replication-filters.check.js';
import type { Evidence } from '../evidence/evidence.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { LeavingOut } from '../evidence/leaving-out.js';
import type { PassingOver } from '../evidence/passing-over.js';
import { errorsPassedOverCheck } from './errors-passed-over.check.js';
import { PairHistoryService } from './pair-history.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    pairHistory: {
      /** False until both sides were seen since Cutover was started: whether proofs still hold is not known. */
      isSeen: boolean;
      /** The side that was not to be looked at for too long, and why; null: none. */
      blindness: { role: Role; reason: string } | null;
      /** Settings by which replication leaves something out, as they were last seen. */
      leavingOut: readonly LeavingOut[];
      /** Settings by which replication passes over errors, as they were last seen. */
      passingOver: readonly PassingOver[];
      /** Transactions of the target that its source never had, each as a GTID, which were there before every proof that is not void. */
      ownTransactions: readonly string[];
    };
  }
}

/** That a pair is still the one that was proved, as evidence. What is void is told with the results themselves. */
@Injectable()
export class PairHistoryEvidence implements EvidenceSource<'pairHistory'> {
  readonly name = 'pairHistory';
  readonly section = 'checksums';
  readonly checks = [pairSeenCheck, replicationFiltersCheck, errorsPassedOverCheck];
  readonly gauges = [];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;

  constructor(
    private readonly history: PairHistoryService,
    registry: EvidenceRegistry,
  ) {
    this.changes = history.changes;
    this.measuring = {
      measure: (migration, signal) => history.measure(migration, signal),
      intervalMs: ({ intervalSeconds }) => intervalSeconds * 1000,
      needs: 'nothing',
    };
    registry.add(this);
    history.otherServers.subscribe(({ migration }) => registry.forget(migration));
  }

  snapshot(migration: string): Evidence['pairHistory'] {
    return {
      isSeen: this.history.era(migration) !== null,
      blindness: this.history.blindness(migration),
      leavingOut: this.history.leavingOut(migration),
      passingOver: this.history.passingOver(migration),
      ownTransactions: this.history.ownTransactions(migration),
    };
  }
}
