import { Inject, Injectable } from '@nestjs/common';
import type { Health, MigrationDetail, MigrationMetrics, MigrationSummary } from '@cutover/contracts';
import { AlertsService } from '../alerts/alerts.service.js';
import { ChecksumService } from '../checksum/checksum.service.js';
import { CONFIG, type CutoverConfig, type MigrationConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { LagService } from '../lag/lag.service.js';
import { StoreHealth } from '../store/store-health.js';
import { TablesService } from '../tables/tables.service.js';
import { VerdictService } from './verdict.service.js';

/** Everything known of a migration, put together from the watchers' snapshots. Holds no state. */
@Injectable()
export class MigrationsService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly tables: TablesService,
    private readonly lag: LagService,
    private readonly checksums: ChecksumService,
    private readonly consistency: ConsistencyService,
    private readonly alerts: AlertsService,
    private readonly verdicts: VerdictService,
    private readonly storeHealth: StoreHealth,
  ) {}

  names(): string[] {
    return this.config.migrations.map((m) => m.name);
  }

  metrics(): MigrationMetrics[] {
    return this.config.migrations.map((m) => this.metricsOf(m));
  }

  summaries(): MigrationSummary[] {
    return this.config.migrations.map((m) => {
      const { name, engine, source, target, connectionStatus, verdict, replicaLag, firingAlerts } = this.detailOf(m);
      return { name, engine, source, target, connectionStatus, verdict, lag: replicaLag, firingAlerts };
    });
  }

  /** Throws UserError 404 for an unknown migration. */
  detail(name: string): MigrationDetail {
    return this.detailOf(findMigration(this.config, name));
  }

  health(): Health {
    const migrations = this.config.migrations.map(({ name }) => {
      const { source, target } = this.connections.snapshot(name);
      return { name, source: source.state, target: target.state };
    });
    const isOk = migrations.every((m) => m.source === 'up' && m.target === 'up');
    const { isWorking, lastFault, storeNotice } = this.storeHealth.snapshot();
    const notice = isWorking || !lastFault ? storeNotice : `${lastFault.message} ${lastFault.action}`;
    return { status: isOk ? 'ok' : 'degraded', store: { isWorking, notice }, migrations };
  }

  private metricsOf({ name }: MigrationConfig): MigrationMetrics {
    const replicaLag = this.lag.snapshot(name);
    const checksumResults = this.checksums.snapshot(name);
    const consistencyResults = this.consistency.snapshot(name);
    const instants = [
      replicaLag?.measuredAt,
      ...checksumResults.map((r) => r.finishedAt),
      ...consistencyResults.map((r) => r.checkedAt),
    ].filter((at) => at !== undefined);
    return {
      migration: name,
      replicaLag,
      checksumResults,
      consistencyResults,
      connectionStatus: this.connections.snapshot(name),
      lastUpdated: instants.sort().at(-1) ?? null,
    };
  }

  private detailOf(migration: MigrationConfig): MigrationDetail {
    const metrics = this.metricsOf(migration);
    const catalog = this.tables.snapshot(migration.name);
    const watchedTables = catalog?.tables.map((t) => t.id) ?? null;
    return {
      ...metrics,
      name: migration.name,
      engine: migration.engine,
      source: { host: migration.source.host, port: migration.source.port },
      target: { host: migration.target.host, port: migration.target.port },
      verdict: this.verdicts.current(migration.name),
      firingAlerts: this.alerts.counts(migration.name),
      intervalSeconds: this.config.monitoring.intervalSeconds,
      activeRun: this.checksums.activeRun(migration.name),
      tables: {
        watched: watchedTables?.length ?? null,
        reason: watchedTables ? null : 'The table list is read once both sides answer',
      },
    };
  }
}
