import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumResult, ChecksumRun, ReportContent } from '@cutover/contracts';
import { map, merge, type Observable } from 'rxjs';
import { checksumDivergedCheck } from '../checks/tables/checksum-diverged.check.js';
import { checksumLaggingCheck } from '../checks/tables/checksum-lagging.check.js';
import { checksumUnverifiedCheck } from '../checks/tables/checksum-unverified.check.js';
import { definitionDivergedCheck } from '../checks/tables/definition-diverged.check.js';
import { proofTooOldCheck } from '../checks/tables/proof-too-old.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { minutesMs } from '../evidence/minutes-ms.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring, UpdateFields } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { verdictLabels, verdictSeries, watchedResults } from '../tables/table-gauges.js';
import { TablesService } from '../tables/tables.service.js';
import { ChecksumService } from './checksum.service.js';
import { comparisonDialectOf } from './dialects/registry.js';
import { lastAttemptOf } from './results/last-proof.js';
import { coverageReport } from './results/coverage-report.js';
import { proofMaxAgeMs } from './results/proof-max-age.js';

/** What the verification of rows has proved. */
export interface ChecksumEvidenceState {
  /** The last proof of each table, with the last attempt beside it, by name. */
  results: readonly ChecksumResult[];
  /** Why no table of this migration can be compared at all; null: they can. */
  obstacle: string | null;
  /** True while a run is under way. */
  isComparing: boolean;
  /** A proof of equality that is older counts no more. It is as old as its beginning: README.md. */
  proofMaxAgeMs: number;
}

declare module '../evidence/evidence.js' {
  interface Evidence {
    checksums: ChecksumEvidenceState;
  }
}

/** The results of verification, as evidence for checks, metrics and the page. */
@Injectable()
export class ChecksumEvidence implements EvidenceSource<'checksums'> {
  readonly name = 'checksums';
  readonly section = 'checksums';
  readonly checks = [
    checksumDivergedCheck,
    definitionDivergedCheck,
    checksumUnverifiedCheck,
    proofTooOldCheck,
    checksumLaggingCheck,
  ];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];
  private readonly lastRuns = new Map<string, ChecksumRun>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly tables: TablesService,
    private readonly checksums: ChecksumService,
    registry: EvidenceRegistry,
  ) {
    this.changes = merge(
      checksums.progress.pipe(map(({ migration }) => ({ migration }))),
      checksums.resultChanges.pipe(
        map(({ migration, changed, removed }) => ({
          migration,
          changedTables: changed.map(({ table }) => table),
          removedTables: removed,
        })),
      ),
    );
    this.measuring = {
      measure: (migration, signal) => checksums.measure(migration, signal),
      intervalMs: ({ checksumIntervalMinutes }) => minutesMs(checksumIntervalMinutes),
      isAsConfigured: true,
      cron: ({ checksumCron }) => checksumCron,
      needs: 'comparable',
    };
    // The subscription ends by itself: `progress` completes when the service stops.
    checksums.progress.subscribe((run) => {
      if (run.state !== 'running') this.lastRuns.set(run.migration, run);
    });
    this.gauges = [this.verdicts(), this.failedAttempts(), this.activeRuns(), this.durations()];
    registry.add(this);
  }

  snapshot(migration: string): ChecksumEvidenceState {
    const { checksumIntervalMinutes, checksumCron } = this.config.monitoring;
    return {
      results: this.checksums.snapshot(migration),
      obstacle: comparisonDialectOf(this.config, migration).obstacle(),
      isComparing: this.checksums.activeRun(migration) !== null,
      proofMaxAgeMs: proofMaxAgeMs(checksumIntervalMinutes, checksumCron),
    };
  }

  tableResults(migration: string, tables: ReadonlySet<string> | 'all'): UpdateFields {
    const results =
      tables === 'all'
        ? [...this.checksums.snapshot(migration)]
        : [...tables].flatMap((table) => this.checksums.find(migration, table) ?? []);
    return { checksumResults: results };
  }

  report(migration: string): ReportContent {
    return coverageReport(this.checksums.snapshot(migration));
  }

  private verdicts(): ScrapedGauge {
    return {
      name: 'cutover_table_checksum_verdict',
      help: 'Verdict of the last proof of a table, or of its last comparison while it was never proved: 1 for the verdict it has (absent: never compared)',
      labels: verdictLabels,
      read: () => this.watched().flatMap(({ migration, result }) => verdictSeries(migration, result)),
    };
  }

  private failedAttempts(): ScrapedGauge {
    return {
      name: 'cutover_table_checksum_attempt_failed',
      help: 'Whether the last comparison of a table proved nothing: 1 (the last proof stands), else 0 (absent: never compared)',
      labels: ['migration', 'table'],
      read: () =>
        this.watched().map(({ migration, result }): Series => [
          { migration, table: result.table },
          lastAttemptOf(result) === null ? 0 : 1,
        ]),
    };
  }

  private watched() {
    return watchedResults(
      this.config.migrations,
      (migration) => this.tables.snapshot(migration),
      (migration) => this.checksums.snapshot(migration),
    );
  }

  private activeRuns(): ScrapedGauge {
    return {
      name: 'cutover_checksum_run_active',
      help: '1 while a verification run is under way, else 0',
      labels: ['migration'],
      read: () =>
        this.config.migrations.map(({ name }): Series => [
          { migration: name },
          this.checksums.activeRun(name) === null ? 0 : 1,
        ]),
    };
  }

  private durations(): ScrapedGauge {
    return {
      name: 'cutover_checksum_run_duration_seconds',
      help: 'Duration of the last verification run that has ended since Cutover was started (absent: none yet)',
      labels: ['migration', 'state'],
      read: () =>
        this.config.migrations.flatMap(({ name: migration }): Series[] => {
          const run = this.lastRuns.get(migration);
          if (!run || run.finishedAt === null) return [];
          const durationMs = Math.max(0, Date.parse(run.finishedAt) - Date.parse(run.startedAt));
          return [[{ migration, state: run.state }, durationMs / 1000]];
        }),
    };
  }
}
