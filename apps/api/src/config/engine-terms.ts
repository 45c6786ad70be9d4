import type { Engine } from '@cutover/contracts';

/** What the configuration of a migration looks like with one engine. */
export interface EngineTerms {
  defaultPort: number;
  /** The key for what is watched whole; it also names what stands before the dot of a table. */
  wholeKey: 'databases' | 'schemas';
  /** A connection is bound to one database, which each side names. */
  bindsToDatabase: boolean;
  /** Schemas that belong to the server itself and are never watched, in lower case. */
  systemSchemas: readonly string[];
}

const mysqlFamily: EngineTerms = {
  defaultPort: 3306,
  wholeKey: 'databases',
  bindsToDatabase: false,
  systemSchemas: ['mysql', 'information_schema', 'performance_schema', 'sys'],
};

/** Where a migration names no engine. */
export const defaultEngine: Engine = 'mariadb';

/** A further engine is a type error here until its terms are known. */
export const engineTerms: Readonly<Record<Engine, EngineTerms>> = {
  mariadb: mysqlFamily,
  mysql: mysqlFamily,
  postgres: {
    defaultPort: 5432,
    wholeKey: 'schemas',
    bindsToDatabase: true,
    systemSchemas: ['pg_catalog', 'pg_toast', 'information_schema'],
  },
};

/** What is watched whole: databases, or schemas where the engine has them. */
export function watchedWhole(migration: {
  databases?: readonly string[] | undefined;
  schemas?: readonly string[] | undefined;
}): readonly string[] {
  return migration.databases ?? migration.schemas ?? [];
}
