import { printTableName } from '@cutover/databases';
import type { Engine } from '@cutover/contracts';
import { engineTerms, watchedWhole } from '../config/engine-terms.js';
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

/** Nothing is unmatched. */
export const allMatched: UnmatchedEntries = { databases: [], tables: [], excludeTables: [] };

const nothing: Record<keyof UnmatchedEntries, string> = {
  databases: 'has no table on either side',
  tables: 'is on neither side',
  excludeTables: 'matches no table',
};

/** An entry that matches nothing, and what to do. */
export interface UnmatchedEntry {
  key: keyof UnmatchedEntries;
  /** `databases: biling has no table on either side` */
  fault: string;
  action: string;
}

/** Pure: each entry that matches nothing, in words. */
export function describeUnmatched(engine: Engine, unmatched: UnmatchedEntries): UnmatchedEntry[] {
  const settings = { databases: engineTerms[engine].wholeKey, tables: 'tables', excludeTables: 'excludeTables' };
  return (['databases', 'tables', 'excludeTables'] as const).flatMap((key) =>
    unmatched[key].map((entry) => ({
      key,
      fault: `${settings[key]}: ${entry.replaceAll(/\s+/g, ' ').trim()} ${nothing[key]}`,
      action: 'correct the name or remove it',
    })),
  );
}
