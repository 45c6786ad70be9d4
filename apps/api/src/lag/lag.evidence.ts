import { Inject, Injectable } from '@nestjs/common';
import { lagFigure, type ReplicaLag, type ReportContent } from '@cutover/contracts';
import { map, type Observable } from 'rxjs';
import { drainTimeCheck } from '../checks/lag/drain-time.check.js';
import { errantTransactionsCheck } from '../checks/replication/errant-transactions.check.js';
import { initialSyncCheck } from '../checks/replication/initial-sync.check.js';
import { lagContradictionCheck } from '../checks/lag/lag-contradiction.check.js';
import { lagThresholdCheck } from '../checks/lag/lag-threshold.check.js';
import { receiverDeadCheck } from '../checks/replication/receiver-dead.check.js';
import { replicationBrokenCheck } from '../checks/replication/replication-broken.check.js';
import { replicationNotConfiguredCheck } from '../checks/replication/replication-not-configured.check.js';
import { replicationStoppedCheck } from '../checks/replication/replication-stopped.check.js';
import { replicationSlotCheck } from '../checks/replication/replication-slot.check.js';
import { subscribedTablesCheck } from '../checks/replication/subscribed-tables.check.js';
import { staleDataCheck } from '../checks/lag/stale-data.check.js';
import { unexplainedTransactionsCheck } from '../checks/replication/unexplained-transactions.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import type { Check } from '../evidence/check.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { ScrapedGauge } from '../evidence/gauge.js';
import { lagGauges } from './lag-gauges.js';
import { LagService } from './lag.service.js';
import { replicationDelayedCheck } from './replication-delayed.check.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: never measured. */
    lag: ReplicaLag | null;
  }
}

/** Replica lag and the state of replication, as evidence. */
@Injectable()
export class LagEvidence implements EvidenceSource<'lag'> {
  readonly name = 'lag';
  readonly section = 'lag';
  readonly checks: readonly Check[];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations, readiness }: CutoverConfig,
    private readonly lag: LagService,
    registry: EvidenceRegistry,
  ) {
    this.checks = [
      replicationBrokenCheck,
      replicationStoppedCheck,
      receiverDeadCheck,
      replicationNotConfiguredCheck,
      replicationDelayedCheck,
      lagThresholdCheck,
      drainTimeCheck(readiness.freezeBudgetSeconds),
      lagContradictionCheck,
      errantTransactionsCheck,
      unexplainedTransactionsCheck,
      replicationSlotCheck,
      initialSyncCheck,
      subscribedTablesCheck,
      staleDataCheck,
    ];
    this.changes = lag.readings.pipe(map(({ migration }) => ({ migration, isHeartbeat: true })));
    this.measuring = {
      measure: (migration, signal) => lag.measure(migration, signal),
      intervalMs: ({ intervalSeconds }) => intervalSeconds * 1000,
      needs: 'nothing',
    };
    this.gauges = lagGauges(
      migrations,
      (migration) => lag.snapshot(migration),
      (migration) => lag.ageMs(migration),
    );
    registry.add(this);
  }

  snapshot(migration: string): ReplicaLag | null {
    return this.lag.snapshot(migration);
  }

  report(migration: string): ReportContent {
    const lag = this.lag.snapshot(migration);
    const { seconds, isLowerBound } = lagFigure(lag);
    return {
      label: 'Replication',
      summary: lag?.state ?? 'unknown',
      explanation: 'How far the target is behind its source, and the positions of both.',
      facts: [
        {
          label: 'Replica lag',
          value: seconds === null ? null : `${isLowerBound ? 'at least ' : ''}${seconds} s`,
          hint: lag?.reason ?? null,
        },
        { label: 'Position of the source', value: lag?.sourcePosition ?? null, hint: null },
        { label: 'Position of the target', value: lag?.targetPosition ?? null, hint: null },
        { label: 'Measured', value: lag?.measuredAt ?? null, hint: null },
      ],
      tables: [],
    };
  }
}
