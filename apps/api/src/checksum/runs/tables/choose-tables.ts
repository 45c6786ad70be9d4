import { UserError } from '../../../failures/failures.js';
import type { WatchedTable } from '../../../tables/tables.service.js';

/**
 * The tables that a request names, each once, in the order of the catalog; all when it names none. Throws UserError
 * 400 TABLE_UNKNOWN with every name that is not watched.
 */
export function chooseTables(
  watched: readonly WatchedTable[],
  requested: readonly string[] | undefined,
): WatchedTable[] {
  if (requested === undefined) return [...watched];
  const known = new Set(watched.map(({ id }) => id));
  const details = requested.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `tables.${index}`, message: `"${id}" is not a watched table` }],
  );
  if (details.length > 0)
    throw new UserError(
      400,
      'TABLE_UNKNOWN',
      'Some of these tables are not watched: write them as db.table, and see databases, tables and excludeTables in the configuration',
      details,
    );
  return watched.filter(({ id }) => requested.includes(id));
}
