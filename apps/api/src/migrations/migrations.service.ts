import { Inject, Injectable } from '@nestjs/common';
import {
  countVerdicts,
  type ChecksumResult,
  type ConsistencyResult,
  type Health,
  type MigrationDetail,
  type MigrationMetrics,
  type MigrationSummary,
  type MigrationUpdate,
} from '@cutover/contracts';
import { AlertsService } from '../alerts/alerts.service.js';
import { ChecksumService } from '../checksum/checksum.service.js';
import { progressOf } from '../checksum/runs/progress/run-progress.js';
import { CONFIG, type CutoverConfig, type MigrationConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { LagService } from '../lag/lag.service.js';
import { StoreHealth } from '../store/store-health.js';
import { TablesService } from '../tables/tables.service.js';
import type { ChangedTables } from './changed-tables.js';
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
    return this.config.migrations.map((configured) => {
      const { migration: _, replicaLag: lag, ...summary } = this.detailOf(configured);
      return { ...summary, lag };
    });
  }

  /** Throws UserError 404 for an unknown migration. */
  detail(name: string): MigrationDetail {
    return this.detailOf(findMigration(this.config, name));
  }

  /** The state with the results of all tables. Throws UserError 404 for an unknown migration. */
  completeUpdate(name: string): MigrationUpdate {
    const results = {
      checksumResults: this.checksums.snapshot(name),
      consistencyResults: this.consistency.snapshot(name),
    };
    return this.updateOf(name, results, { isComplete: true, removedTables: [] });
  }

  /** The state with the results of the tables that changed. Throws UserError 404 for an unknown migration. */
  changeUpdate(name: string, changed: ChangedTables): MigrationUpdate {
    const checksumResults = [...changed.checksums].flatMap((table) => this.checksums.find(name, table) ?? []);
    const consistencyResults =
      changed.consistency.size === 0
        ? []
        : this.consistency.snapshot(name).filter(({ table }) => changed.consistency.has(table));
    const results = { checksumResults, consistencyResults };
    return this.updateOf(name, results, { isComplete: false, removedTables: [...changed.removed] });
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
    const checksumResults = [...this.checksums.snapshot(name)];
    const consistencyResults = [...this.consistency.snapshot(name)];
    return {
      migration: name,
      ...{ replicaLag, checksumResults, consistencyResults },
      connectionStatus: this.connections.snapshot(name),
      lastUpdated: latestOf(replicaLag?.measuredAt ?? null, checksumResults, consistencyResults),
    };
  }

  private updateOf(
    name: string,
    results: { checksumResults: readonly ChecksumResult[]; consistencyResults: readonly ConsistencyResult[] },
    change: Pick<MigrationUpdate, 'isComplete' | 'removedTables'>,
  ): MigrationUpdate {
    const { checksumResults, consistencyResults } = results;
    return {
      ...{ ...this.detail(name), ...change },
      checksumResults: [...checksumResults],
      consistencyResults: [...consistencyResults],
    };
  }

  private detailOf(migration: MigrationConfig): MigrationDetail {
    const { name, engine, source, target } = migration;
    const replicaLag = this.lag.snapshot(name);
    const checksums = this.checksums.snapshot(name);
    const consistency = this.consistency.snapshot(name);
    const run = this.checksums.activeRun(name);
    const watched = this.tables.snapshot(name)?.tables.length ?? null;
    return {
      ...{ migration: name, name, engine, replicaLag },
      connectionStatus: this.connections.snapshot(name),
      lastUpdated: latestOf(replicaLag?.measuredAt ?? null, checksums, consistency),
      source: { host: source.host, port: source.port },
      target: { host: target.host, port: target.port },
      verdict: this.verdicts.current(name),
      firingAlerts: this.alerts.counts(name),
      intervalSeconds: this.config.monitoring.intervalSeconds,
      activeRun: run === null ? null : progressOf(run),
      tables: {
        watched,
        reason: watched === null ? 'The table list is read once both sides answer' : null,
        checksums: countVerdicts(checksums),
        consistency: countVerdicts(consistency),
      },
    };
  }
}

/** The latest of these instants; null of none. ISO texts of one length compare as instants. */
function latestOf(
  measuredAt: string | null,
  checksums: readonly ChecksumResult[],
  consistency: readonly ConsistencyResult[],
): string | null {
  let latest = measuredAt;
  const note = (at: string): void => {
    if (latest === null || at > latest) latest = at;
  };
  for (const { finishedAt } of checksums) note(finishedAt);
  for (const { checkedAt } of consistency) note(checkedAt);
  return latest;
}
