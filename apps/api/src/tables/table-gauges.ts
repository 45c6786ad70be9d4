import { verdictSchema, type Verdict } from '@cutover/contracts';
import { oneHot, type Series } from '../evidence/gauge.js';
import type { TableCatalog } from './tables.service.js';

/** Results by table of every migration, as far as the tables are still watched; all while the list of tables is unknown. */
export function watchedResults<Result extends { table: string }>(
  migrations: readonly { name: string }[],
  catalogOf: (migration: string) => TableCatalog | null,
  resultsOf: (migration: string) => readonly Result[],
): { migration: string; result: Result }[] {
  return migrations.flatMap(({ name: migration }) => {
    const catalog = catalogOf(migration);
    const ids = catalog && new Set(catalog.tables.map(({ id }) => id));
    const results = ids === null ? resultsOf(migration) : resultsOf(migration).filter(({ table }) => ids.has(table));
    return results.map((result) => ({ migration, result }));
  });
}

/** The verdict of one table: 1 for the present one. */
export function verdictSeries(migration: string, { table, verdict }: { table: string; verdict: Verdict }): Series[] {
  return oneHot({ migration, table }, 'verdict', verdictSchema.options, verdict);
}

/** Labels of `verdictSeries`. */
export const verdictLabels = ['migration', 'table', 'verdict'];
