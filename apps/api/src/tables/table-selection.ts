import { parseTableName, printTableName } from '@cutover/databases';
import type { MigrationConfig } from '../config/config.schema.js';
import { watchedWhole } from '../config/engine-terms.js';

/** What a migration watches, as its configuration says. */
export type TableSelectionConfig = Pick<MigrationConfig, 'databases' | 'schemas' | 'tables' | 'excludeTables'>;

/** Which tables are wanted, ready to ask a server and to filter its answer. */
export interface TableSelection {
  /** Databases, or schemas, watched whole. */
  databases: readonly string[];
  /** Single tables of other databases: database to table names. */
  tables: ReadonlyMap<string, readonly string[]>;
  /** Tables the configuration names one by one (and does not exclude), as `db.table`: missing ones must be reported. */
  named: readonly string[];
  /** Exact and case-sensitive, whatever the collation of the server's catalog compares like. */
  includes(database: string, table: string): boolean;
  /** It would be wanted, but excludeTables leaves it out. */
  excludes(database: string, table: string): boolean;
}

/** Pure: turns the configuration into a selection. */
export function selectionOf(config: TableSelectionConfig): TableSelection {
  const databases = [...new Set(watchedWhole(config))];
  const isExcluded = anyGlob(config.excludeTables);
  const wanted = new Set(config.tables ?? []);
  const tables = new Map<string, string[]>();
  const named: string[] = [];
  for (const id of wanted) {
    const { database, name } = parseTableName(id);
    if (isExcluded(id)) continue;
    named.push(id);
    if (!databases.includes(database)) tables.set(database, [...(tables.get(database) ?? []), name]);
  }
  const isInScope = (database: string, id: string): boolean => databases.includes(database) || wanted.has(id);
  const judge = (isWanted: boolean) => (database: string, table: string) => {
    const id = printTableName({ database, name: table });
    return isInScope(database, id) && isExcluded(id) !== isWanted;
  };
  return { databases, tables, named, includes: judge(true), excludes: judge(false) };
}

/** True for texts that match one of the patterns whole; `*` stands for any text, everything else for itself. */
export function anyGlob(patterns: readonly string[]): (text: string) => boolean {
  const matchers = patterns.map((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'su');
  });
  return (text) => matchers.some((matcher) => matcher.test(text));
}
