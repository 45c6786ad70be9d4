import type { CutoverConfig } from '../../config/config.schema.js';

type Migration = CutoverConfig['migrations'][number];

/** Pure: names of the databases of a migration that are watched, wholly or in part. */
export function watchedDatabases({
  source,
  databases,
  tables,
}: Pick<Migration, 'source' | 'databases' | 'tables'>): string[] {
  if (source.database !== undefined) return [source.database];
  const ofTables = (tables ?? []).map((table) => table.slice(0, table.indexOf('.')));
  return [...new Set([...(databases ?? []), ...ofTables])].sort();
}
