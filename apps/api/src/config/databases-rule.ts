import { roles } from '@cutover/contracts';
import { isRecord } from './config-path.js';
import type { RuleFault } from './config-rules.js';
import { longestPartName, partName } from './migration-parts.js';

/** Faults of a migration that names several databases, each with schemas and tables of its own. Runs beside the schema. */
export function databasesFaults(migration: Record<string, unknown>): RuleFault[] {
  const databases = textsOf(migration.databases);
  return [
    ...roles.flatMap((role) => sideFaults(role, migration[role])),
    ...databases.flatMap((database, at) => nameFaults(migration, databases, database, at)),
    ...textsOf(migration.schemas).flatMap((name, at) => foreignFault(databases, name, ['schemas', at])),
    ...textsOf(migration.tables).flatMap((name, at) => tableFaults(databases, name, ['tables', at])),
    ...textsOf(migration.excludeTables).flatMap((name, at) => tableFaults(databases, name, ['excludeTables', at])),
  ];
}

const textsOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((each: unknown) => (typeof each === 'string' ? each : '')) : [];

function sideFaults(role: string, side: unknown): RuleFault[] {
  if (!isRecord(side) || side.database === undefined) return [];
  return [{ path: [role, 'database'], message: 'is no key beside databases of the migration: remove one of them' }];
}

function nameFaults(
  { name, schemas, tables }: Record<string, unknown>,
  databases: readonly string[],
  database: string,
  at: number,
): RuleFault[] {
  const path = ['databases', at];
  if (database === '') return [];
  if (database.includes('.'))
    return [{ path, message: 'has a dot, which separates it from its schemas: give it a migration of its own' }];
  if (databases.indexOf(database) !== at) return [{ path, message: 'is named twice: remove one of them' }];
  if (typeof name === 'string' && partName(name, database).length > longestPartName)
    return [
      { path, message: `is longer than ${longestPartName} characters with the name of the migration: shorten that` },
    ];
  const isOf = (text: string): boolean => text.startsWith(`${database}.`);
  const isWatched =
    textsOf(schemas).some((schema) => !schema.includes('.') || isOf(schema)) || textsOf(tables).some(isOf);
  if (isWatched) return [];
  return [{ path, message: `nothing of it is watched: name its schemas (schemas: [${database}.public])` }];
}

/** A schema stands for every database, or behind the name of one. */
function foreignFault(databases: readonly string[], name: string, path: (string | number)[]): RuleFault[] {
  const [database, ...rest] = name.split('.');
  if (rest.length === 0 || databases.includes(database ?? '')) return [];
  return [
    {
      path,
      message: `${database} is none of the databases of this migration: name it there, or write the schema alone`,
    },
  ];
}

function tableFaults(databases: readonly string[], name: string, path: (string | number)[]): RuleFault[] {
  const [database, ...rest] = name.split('.');
  if (rest.length < 2)
    return [{ path, message: 'must be database.schema.table, since the migration names its databases' }];
  if (databases.includes(database ?? '')) return [];
  return [{ path, message: `${database} is none of the databases of this migration: name it there` }];
}
