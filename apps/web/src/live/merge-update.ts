import type { ChecksumResult, ConsistencyResult, MigrationDetail, MigrationUpdate } from '@cutover/contracts';

/** A migration with the last results of all its tables, put together from what the API sent one after the other. */
export interface WatchedMigration extends MigrationDetail {
  checksumResults: ChecksumResult[];
  consistencyResults: ConsistencyResult[];
}

/**
 * Pure: what is known after an update. A complete one replaces everything; any other one replaces the state, drops the
 * tables that are no longer watched, and puts in the results that are new. Without anything known before, the results of
 * a part are shown as they are: the state says how many tables there are.
 */
export function mergeUpdate(known: WatchedMigration | undefined, update: MigrationUpdate): WatchedMigration {
  const { isComplete, removedTables, checksumResults, consistencyResults, ...detail } = update;
  if (isComplete || known === undefined) return { ...detail, checksumResults, consistencyResults };
  return {
    ...detail,
    checksumResults: mergeTables(known.checksumResults, checksumResults, removedTables),
    consistencyResults: mergeTables(known.consistencyResults, consistencyResults, removedTables),
  };
}

/** The same list when nothing changed, so that nothing that depends on it is drawn anew. */
function mergeTables<Result extends { table: string }>(
  known: Result[],
  changed: readonly Result[],
  removed: readonly string[],
): Result[] {
  if (changed.length === 0 && removed.length === 0) return known;
  const byTable = new Map(known.map((result) => [result.table, result]));
  for (const table of removed) byTable.delete(table);
  for (const result of changed) byTable.set(result.table, result);
  return [...byTable.values()];
}
