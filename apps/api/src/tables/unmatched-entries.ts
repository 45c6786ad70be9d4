import { printTableName } from '@cutover/databases';
import { watchedWhole } from '../config/engine-terms.js';
import { anyGlob, type TableSelectionConfig } from './table-selection.js';

/** A table or view that a side has. */
export interface NamedTable {
  db: string;
  name: string;
}

/** What of the configuration matches nothing on either side, each as it is written there. */
export interface UnmatchedEntries {
  /** Of databases, or of schemas where the engine has those. */
  databases: string[];
  tables: string[];
  excludeTables: string[];
}

/**
 * Pure: entries of a configuration that match nothing. `found` are the tables and views of both sides in the watched
 * databases, excluded ones included. A mistyped database would otherwise be proved equal by never being looked at.
 */
export function unmatchedEntries(config: TableSelectionConfig, found: readonly NamedTable[]): UnmatchedEntries {
  const databases = new Set(found.map(({ db }) => db));
  const ids = new Set(found.map(({ db, name }) => printTableName({ database: db, name })));
  const isUnused = (pattern: string): boolean => {
    const matches = anyGlob([pattern]);
    return ![...ids].some(matches);
  };
  return {
    databases: watchedWhole(config).filter((database) => !databases.has(database)),
    tables: (config.tables ?? []).filter((id) => !ids.has(id)),
    excludeTables: config.excludeTables.filter(isUnused),
  };
}
