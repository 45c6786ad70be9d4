import { UserError } from '../failures/failures.js';
import type { CutoverConfig, MigrationConfig } from './config.schema.js';

/** One database of a migration that has several, and the name of its part. */
export interface GroupPart {
  name: string;
  database: string;
}

/** The databases of a migration that has several. Throws UserError 404 GROUP_UNKNOWN, naming the ones that exist. */
export function findGroup({ migrations }: CutoverConfig, group: string): GroupPart[] {
  const parts = migrations.flatMap(({ name, group: of }) =>
    of?.name === group ? [{ name, database: of.database }] : [],
  );
  if (parts.length > 0) return parts;
  const known = [...new Set(migrations.flatMap(({ group: of }) => (of === null ? [] : [of.name])))];
  throw new UserError(
    404,
    'GROUP_UNKNOWN',
    `No migration "${group}" has several databases. With several: ${known.join(', ') || 'none'}. All others are at /api/migrations`,
  );
}

/** By name, made once for each configuration: every reading of every migration asks for its own. */
const indexes = new WeakMap<CutoverConfig, ReadonlyMap<string, MigrationConfig>>();

/** The migration of that name. Throws UserError 404 MIGRATION_UNKNOWN, naming the ones that exist. */
export function findMigration(config: CutoverConfig, name: string): MigrationConfig {
  const migration = indexOf(config).get(name);
  if (migration) return migration;
  const namesOf = (migrations: readonly MigrationConfig[]): string => migrations.map((m) => m.name).join(', ');
  const parts = config.migrations.filter(({ group }) => group?.name === name);
  if (parts.length > 0)
    throw new UserError(
      404,
      'MIGRATION_UNKNOWN',
      `"${name}" has several databases: ask for one of them (${namesOf(parts)}), or for all at /api/groups/${name}`,
    );
  throw new UserError(
    404,
    'MIGRATION_UNKNOWN',
    `There is no migration "${name}". Configured: ${namesOf(config.migrations)}`,
  );
}

function indexOf(config: CutoverConfig): ReadonlyMap<string, MigrationConfig> {
  const index = indexes.get(config) ?? new Map(config.migrations.map((migration) => [migration.name, migration]));
  indexes.set(config, index);
  return index;
}
