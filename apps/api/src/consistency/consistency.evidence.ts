import { Inject, Injectable } from '@nestjs/common';
import type { ConsistencyResult } from '@cutover/contracts';
import { map, type Observable } from 'rxjs';
import { consistencyDivergedCheck } from '../checks/tables/consistency-diverged.check.js';
import { tableMissingCheck } from '../checks/tables/table-missing.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { minutesMs } from '../evidence/minutes-ms.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring, UpdateFields } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { verdictLabels, verdictSeries, watchedResults } from '../tables/table-gauges.js';
import { TablesService } from '../tables/tables.service.js';
import { ConsistencyService } from './consistency.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** In order of the tables. */
    consistency: readonly ConsistencyResult[];
  }
}

/** Row counts and basic comparisons, as evidence. */
@Injectable()
export class ConsistencyEvidence implements EvidenceSource<'consistency'> {
  readonly name = 'consistency';
  readonly section = 'consistency';
  readonly checks = [consistencyDivergedCheck, tableMissingCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    tables: TablesService,
    private readonly consistency: ConsistencyService,
    registry: EvidenceRegistry,
  ) {
    this.changes = consistency.readings.pipe(
      map(({ migration, results, removed }) => ({
        migration,
        changedTables: results.map(({ table }) => table),
        removedTables: removed,
      })),
    );
    this.measuring = {
      measure: (migration, signal) => consistency.measure(migration, signal),
      intervalMs: ({ consistencyIntervalMinutes }) => minutesMs(consistencyIntervalMinutes),
      isAsConfigured: true,
      cron: ({ consistencyCron }) => consistencyCron,
      needs: 'comparable',
    };
    const results = () =>
      watchedResults(
        config.migrations,
        (migration) => tables.snapshot(migration),
        (migration) => this.snapshot(migration),
      );
    this.gauges = [
      {
        name: 'cutover_table_consistency_verdict',
        help: 'Verdict of the last basic comparison of a table: 1 for the present one (absent: never compared)',
        labels: verdictLabels,
        read: () => results().flatMap(({ migration, result }) => verdictSeries(migration, result)),
      },
      {
        name: 'cutover_table_rows',
        help: 'Rows of a table at its last count (absent: unknown)',
        labels: ['migration', 'table', 'role'],
        read: () => results().flatMap(({ migration, result }) => rowSeries(migration, result)),
      },
    ];
    registry.add(this);
  }

  snapshot(migration: string): readonly ConsistencyResult[] {
    return this.consistency.snapshot(migration);
  }

  tableResults(migration: string, tables: ReadonlySet<string> | 'all'): UpdateFields {
    const results = this.snapshot(migration);
    return {
      consistencyResults: tables === 'all' ? [...results] : results.filter(({ table }) => tables.has(table)),
    };
  }
}

function rowSeries(migration: string, { table, source, target }: ConsistencyResult): Series[] {
  return [
    [{ migration, table, role: 'source' }, rowsOf(source)],
    [{ migration, table, role: 'target' }, rowsOf(target)],
  ];
}

function rowsOf(facts: { rows: string | null } | null): number | null {
  return facts?.rows == null ? null : Number(facts.rows);
}
