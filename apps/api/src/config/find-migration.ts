import { UserError } from '../platform/failures.js';
import type { CutoverConfig, MigrationConfig } from './config.schema.js';

/** The migration of that name. Throws UserError 404 MIGRATION_UNKNOWN, naming the ones that exist. */
export function findMigration(config: CutoverConfig, name: string): MigrationConfig {
  const migration = config.migrations.find((m) => m.name === name);
  if (migration) return migration;
  const known = config.migrations.map((m) => m.name).join(', ');
  throw new UserError(404, 'MIGRATION_UNKNOWN', `There is no migration "${name}". Configured: ${known}`);
}
