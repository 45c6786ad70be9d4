import { Inject, Injectable } from '@nestjs/common';
import {
  countVerdicts,
  type EvidenceSection,
  type Health,
  type MigrationDetail,
  type MigrationMetrics,
  type MigrationSummary,
  type MigrationUpdate,
  type Outcome,
} from '@cutover/contracts';
import { AlertsService } from '../alerts/alerts.service.js';
import { ChecksumService } from '../checksum/checksum.service.js';
import { progressOf } from '../checksum/runs/progress/run-progress.js';
import { CONFIG, type CutoverConfig, type MigrationConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { Evidence, EvidenceName } from '../evidence/evidence.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { UpdateFields } from '../evidence/evidence-source.js';
import { outcomeRank } from '../judgement/judge.js';
import { JudgementService, type Judgement } from '../judgement/judgement.service.js';
import { StoreHealth } from '../store/store-health.js';
import type { ChangedTables } from './changed-tables.js';
import { VerdictService } from './verdict.service.js';

/** Everything known of a migration, put together from the watchers' snapshots. Holds no state. */
@Injectable()
export class MigrationsService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly registry: EvidenceRegistry,
    private readonly judgement: JudgementService,
    private readonly connections: ConnectionsService,
    private readonly checksums: ChecksumService,
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
      const { migration: _, sections: __, replicaLag: lag, ...summary } = this.detailOf(configured);
      return { ...summary, lag };
    });
  }

  /** Throws UserError 404 for an unknown migration. */
  detail(name: string): MigrationDetail {
    return this.detailOf(findMigration(this.config, name));
  }

  /** The state with the results of all tables. Throws UserError 404 for an unknown migration. */
  completeUpdate(name: string): MigrationUpdate {
    return { ...this.detail(name), ...this.resultsOf(name, () => 'all'), isComplete: true, removedTables: [] };
  }

  /** The state with the results of the tables that changed. Throws UserError 404 for an unknown migration. */
  changeUpdate(name: string, { tables, removed }: ChangedTables): MigrationUpdate {
    const none: ReadonlySet<string> = new Set();
    const results = this.resultsOf(name, (source) => tables.get(source) ?? none);
    return { ...this.detail(name), ...results, isComplete: false, removedTables: [...removed] };
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
    const evidence = this.registry.read(name);
    const { connection: connectionStatus, lag: replicaLag } = evidence;
    const results = this.resultsOf(name, () => 'all');
    return { migration: name, replicaLag, ...results, connectionStatus, lastUpdated: latestOf(evidence) };
  }

  private resultsOf(name: string, tablesOf: (source: EvidenceName) => ReadonlySet<string> | 'all') {
    const fields = this.registry.sources().map((source) => source.tableResults?.(name, tablesOf(source.name)) ?? {});
    return Object.assign({ checksumResults: [], consistencyResults: [] }, ...fields) as Required<UpdateFields>;
  }

  /** What the page draws without knowing it. */
  private sectionsOf({ migration, checks, judgedAt }: Judgement): EvidenceSection[] {
    return this.registry.sources(findMigration(this.config, migration).engine).flatMap((source) => {
      const described = source.describe?.(migration);
      if (described === undefined) return [];
      const own = checks.filter(({ section, findings }) => section === source.section && findings.length > 0);
      const findings = own.flatMap((check) =>
        check.findings.map((finding) => this.judgement.dated(migration, finding, judgedAt)),
      );
      return [{ id: source.section, outcome: worstOf(own.map(({ state }) => state)), ...described, findings }];
    });
  }

  private detailOf(migration: MigrationConfig): MigrationDetail {
    const { name, group, engine, source, target } = migration;
    const judgement = this.judgement.now(name);
    const { evidence } = judgement;
    const run = this.checksums.activeRun(name);
    const watched = evidence.tables?.tables.length ?? null;
    return {
      ...{ migration: name, name, group, engine, replicaLag: evidence.lag, connectionStatus: evidence.connection },
      lastUpdated: latestOf(evidence),
      source: { host: source.host, port: source.port },
      target: { host: target.host, port: target.port },
      verdict: this.verdicts.of(judgement),
      firingAlerts: this.alerts.counts(name),
      intervalSeconds: this.config.monitoring.intervalSeconds,
      activeRun: run === null ? null : progressOf(run),
      tables: {
        watched,
        reason: watched === null ? 'The table list is read once both sides answer' : null,
        checksums: countVerdicts(evidence.checksums.results),
        consistency: countVerdicts(evidence.consistency),
      },
      sections: this.sectionsOf(judgement),
    };
  }
}

/** The worst of these outcomes; unknown of none. */
function worstOf(outcomes: readonly Outcome[]): Outcome {
  return [...outcomes].sort((a, b) => outcomeRank[a] - outcomeRank[b])[0] ?? 'unknown';
}

/** When something was measured last; null: never. ISO texts of one length compare as instants. */
function latestOf({ lag, checksums, consistency }: Evidence): string | null {
  let latest = lag?.measuredAt ?? null;
  const note = (at: string): void => {
    if (latest === null || at > latest) latest = at;
  };
  for (const { finishedAt } of checksums.results) note(finishedAt);
  for (const { checkedAt } of consistency) note(checkedAt);
  return latest;
}
