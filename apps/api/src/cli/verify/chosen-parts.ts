import type { MigrationConfig } from '../../config/config.schema.js';
import { CannotRun } from '../cannot-run.js';

/** What one verification is about: a migration, or those of its databases that were asked for, where it has several. */
export interface ChosenMigration {
  name: string;
  parts: ChosenPart[];
  /** Databases of the migration of which no table was asked for. */
  notAskedFor: string[];
}

/** One migration, or one database of a migration that has several. */
export interface ChosenPart {
  migration: string;
  /** null: it is verified by itself, and its tables need not be told from those of others. */
  database: string | null;
  /** null: every watched table. */
  tables: string[] | null;
}

/** What was typed of it. */
export interface Choice {
  /** null: the only migration that is configured. */
  migration: string | null;
  /** null: every watched table. */
  tables: string[] | null;
}

/**
 * Pure: the migration of this name, or the only one; where it has several databases, all of them. Throws CannotRun when there
 * is none of this name, or more than one to choose from, and for a table of none of the databases.
 */
export function chooseMigration(
  configured: readonly MigrationConfig[],
  { migration, tables }: Choice,
): ChosenMigration {
  const known = [...new Set(configured.map(({ name, group }) => group?.name ?? name))];
  const only = known.length === 1 ? known[0] : undefined;
  const name = migration ?? only;
  if (name === undefined) throw new CannotRun(`more than one migration is configured: ${advice(known)}`);
  const ofGroup = configured.filter(({ group }) => group?.name === name);
  const alone = configured.find((each) => each.name === name) ?? (ofGroup.length === 1 ? ofGroup[0] : undefined);
  if (alone !== undefined)
    return { name: alone.name, parts: [{ migration: alone.name, database: null, tables }], notAskedFor: [] };
  if (ofGroup.length > 0) return { name, ...partsOf(ofGroup, tables) };
  const names = configured.map((each) => each.name);
  throw new CannotRun(`there is no migration "${name}": ${advice([...new Set([...known, ...names])])}`);
}

const advice = (names: readonly string[]): string => `name one with --migration; configured: ${names.join(', ')}`;

function partsOf(ofGroup: readonly MigrationConfig[], tables: readonly string[] | null): Omit<ChosenMigration, 'name'> {
  const all = ofGroup.flatMap(({ name, group }) =>
    group === null ? [] : [{ migration: name, database: group.database }],
  );
  if (tables === null) return { parts: all.map((part) => ({ ...part, tables: null })), notAskedFor: [] };
  const databases = all.map(({ database }) => database);
  const asked = new Map<string, string[]>();
  for (const table of tables) {
    const database = databaseOf(table, databases);
    asked.set(database, [...(asked.get(database) ?? []), table.slice(database.length + 1)]);
  }
  return {
    parts: all.flatMap((part) => {
      const ofPart = asked.get(part.database);
      return ofPart === undefined ? [] : [{ ...part, tables: ofPart }];
    }),
    notAskedFor: databases.filter((database) => !asked.has(database)),
  };
}

/** The database that a name begins with. The longest one: a name may hold a dot. */
function databaseOf(table: string, databases: readonly string[]): string {
  const [found] = databases
    .filter((database) => table.startsWith(`${database}.`))
    .sort((one, other) => other.length - one.length);
  if (found !== undefined) return found;
  throw new CannotRun(
    `--table ${table}: write database.schema.table with one of these databases: ${databases.join(', ')}`,
  );
}
