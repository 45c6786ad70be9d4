import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import type { Registry } from 'prom-client';
import type { Subscription } from 'rxjs';
import { AlertsService } from '../../alerts/alerts.service.js';
import { ChecksumService } from '../../checksum/checksum.service.js';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { ConsistencyService } from '../../consistency/consistency.service.js';
import { LagService } from '../../lag/lag.service.js';
import { VerdictService } from '../../migrations/verdict.service.js';
import { Clock } from '../../platform/clock.js';
import { StoreHealth } from '../../store/store-health.js';
import { TablesService } from '../../tables/tables.service.js';
import { buildRegistry } from './metrics-registry.js';

/** The metrics in Prometheus' text format. */
@Injectable()
export class PrometheusService implements BeforeApplicationShutdown {
  private readonly registry: Registry;
  private readonly lastRuns = new Map<string, ChecksumRun>();
  private readonly subscription: Subscription;

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    clock: Clock,
    connections: ConnectionsService,
    lag: LagService,
    checksums: ChecksumService,
    consistency: ConsistencyService,
    tables: TablesService,
    alerts: AlertsService,
    verdicts: VerdictService,
    storeHealth: StoreHealth,
  ) {
    this.subscription = checksums.progress.subscribe((run) => {
      if (run.state !== 'running') this.lastRuns.set(run.migration, run);
    });
    this.registry = buildRegistry({
      migrations: config.migrations,
      connections,
      lag,
      checksums,
      consistency,
      tables,
      alerts,
      verdicts,
      storeHealth,
      clock,
      lastRun: (migration) => this.lastRuns.get(migration) ?? null,
    });
  }

  beforeApplicationShutdown(): void {
    this.subscription.unsubscribe();
  }

  /** All metrics as they are now. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
