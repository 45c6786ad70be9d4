import { verdictSchema } from '@cutover/contracts';
import type { Registry } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { oneHot, scrapedGauge, type Series } from './scraped-gauge.js';

/** Verdicts and row counts by table. The number of series is bounded by the watched tables. */
export function defineTableMetrics(registry: Registry, sources: MetricSources): void {
  const { migrations, checksums, consistency, tables } = sources;

  /** Results of tables that are still watched; all of them while the list of tables is unknown. */
  const watched = <Result extends { table: string }>(
    migration: string,
    results: readonly Result[],
  ): readonly Result[] => {
    const catalog = tables.snapshot(migration);
    if (!catalog) return results;
    const ids = new Set(catalog.tables.map(({ id }) => id));
    return results.filter(({ table }) => ids.has(table));
  };
  const each = <Result extends { table: string }>(
    read: (migration: string) => readonly Result[],
    toSeries: (migration: string, result: Result) => Series[],
  ) => migrations.flatMap(({ name }) => watched(name, read(name)).flatMap((result) => toSeries(name, result)));
  const verdictLabels = ['migration', 'table', 'verdict'];

  scrapedGauge(
    registry,
    {
      name: 'cutover_table_checksum_verdict',
      help: 'Verdict of the last checksum of a table: 1 for the present one (absent: never compared)',
      labels: verdictLabels,
    },
    () =>
      each(
        (migration) => checksums.snapshot(migration),
        (migration, { table, verdict }) => oneHot({ migration, table }, 'verdict', verdictSchema.options, verdict),
      ),
  );
  scrapedGauge(
    registry,
    {
      name: 'cutover_table_consistency_verdict',
      help: 'Verdict of the last basic comparison of a table: 1 for the present one (absent: never compared)',
      labels: verdictLabels,
    },
    () =>
      each(
        (migration) => consistency.snapshot(migration),
        (migration, { table, verdict }) => oneHot({ migration, table }, 'verdict', verdictSchema.options, verdict),
      ),
  );
  scrapedGauge(
    registry,
    {
      name: 'cutover_table_rows',
      help: 'Rows of a table at its last count (absent: unknown)',
      labels: ['migration', 'table', 'role'],
    },
    () =>
      each(
        (migration) => consistency.snapshot(migration),
        (migration, { table, source, target }): Series[] => [
          [{ migration, table, role: 'source' }, rowsOf(source)],
          [{ migration, table, role: 'target' }, rowsOf(target)],
        ],
      ),
  );
}

function rowsOf(facts: { rows: string | null } | null): number | null {
  return facts?.rows == null ? null : Number(facts.rows);
}
