import type { Role } from '@cutover/contracts';
import type { MigrationConfig } from '../config/config.schema.js';
import { watchedWhole } from '../config/engine-terms.js';
import { parseTableName, type RightsNeeds } from '@cutover/databases';

/** What the configuration of a migration asks of the account of one side. Tables of what is watched whole need nothing extra. */
export function rightsNeedsOf(migration: MigrationConfig, role: Role): RightsNeeds {
  const databases = watchedWhole(migration);
  const tables = (migration.tables ?? []).map(parseTableName).filter(({ database }) => !databases.includes(database));
  return { role, rds: migration[role].rds, databases, tables };
}
