import type { Evidence } from '../../evidence/evidence.js';

const indexes = new WeakMap<readonly { table: string }[], ReadonlyMap<string, { table: string }>>();
const watched = new WeakMap<object, ReadonlySet<string>>();

/** Results by table. Several checks ask for the same ones, and there may be thousands: built once a list. */
export function byTable<Result extends { table: string }>(results: readonly Result[]): ReadonlyMap<string, Result> {
  const known = indexes.get(results) as ReadonlyMap<string, Result> | undefined;
  if (known !== undefined) return known;
  const index = new Map(results.map((result) => [result.table, result]));
  indexes.set(results, index);
  return index;
}

/** Whether a table is watched; null while the list of tables is unknown. */
export function watchedTables({ tables: catalog }: Evidence): ReadonlySet<string> | null {
  if (catalog === null) return null;
  const known = watched.get(catalog);
  if (known !== undefined) return known;
  const ids = new Set(catalog.tables.map(({ id }) => id));
  watched.set(catalog, ids);
  return ids;
}
