import type { GroupOf } from '@cutover/contracts';

/** How long the name of a part may be: the store has room for so much. */
export const longestPartName = 63;

/** A part goes by the name of its migration and its database. No migration has a dot in its name, so that no two are alike. */
export function partName(migration: string, database: string): string {
  return `${migration}.${database}`;
}

interface Written {
  name: string;
  engine: string;
  source: object;
  target: object;
  databases?: string[] | undefined;
  schemas?: string[] | undefined;
  tables?: string[] | undefined;
  excludeTables: string[];
}

/** What is watched and judged by itself. */
export type Part<M> = M & { group: GroupOf | null };

/**
 * A connection of PostgreSQL is bound to one database. So a migration that lists several of them is watched in parts, one for
 * each: a pair of databases with all that a migration has. Every other migration is one part, which is itself.
 */
export function partsOf<M extends Written>(migration: M): Part<M>[] {
  const { name, engine, databases, source, target } = migration;
  if (engine !== 'postgres' || databases === undefined) return [{ ...migration, group: null }];
  return databases.map((database) => ({
    ...migration,
    name: partName(name, database),
    group: { name, database, count: databases.length },
    // What is read from files is written into each.
    source: { ...structuredClone(source), database },
    target: { ...structuredClone(target), database },
    databases: undefined,
    schemas: (migration.schemas ?? []).flatMap((schema) => within(database, schema, schema)),
    tables: (migration.tables ?? []).flatMap((table) => within(database, table, null)),
    excludeTables: migration.excludeTables.flatMap((pattern) => within(database, pattern, null)),
  }));
}

/** What stands behind the database where it is this one; nothing where it is another. `alone`: what a name without a database is. */
function within(database: string, name: string, alone: string | null): string[] {
  const dot = name.indexOf('.');
  if (dot < 0) return alone === null ? [] : [alone];
  return name.slice(0, dot) === database ? [name.slice(dot + 1)] : [];
}
