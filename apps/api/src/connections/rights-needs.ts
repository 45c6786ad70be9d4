import type { Role } from '@cutover/contracts';
import type { MigrationConfig } from '../config/config.schema.js';
import type { RightsNeeds } from '@cutover/databases';

/** What the configuration of a migration asks of the account of one side. Tables of watched databases need nothing extra. */
export function rightsNeedsOf(migration: MigrationConfig, role: Role): RightsNeeds {
  const databases = migration.databases ?? [];
  const tables = (migration.tables ?? []).map(splitTable).filter(([database]) => !databases.includes(database));
  return { role, rds: migration[role].rds, databases, tables };
}

/** `db.table` at the first dot: table names may hold dots, and database names with dots are refused by the configuration. */
function splitTable(id: string): readonly [string, string] {
  const dot = id.indexOf('.');
  return [id.slice(0, dot), id.slice(dot + 1)];
}
