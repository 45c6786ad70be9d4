import type { Engine } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import type { ComparisonDialect } from '../comparison/comparison-dialect.js';
import { mysqlFamilyComparison } from './mysql-family/comparison-dialect.js';
import { postgresComparison } from './postgres/comparison-dialect.js';

/** Without a line for each engine this does not compile. */
const dialects: Record<Engine, ComparisonDialect> = {
  mariadb: mysqlFamilyComparison,
  mysql: mysqlFamilyComparison,
  postgres: postgresComparison,
};

/** The dialect of the engine that the configuration names. */
export function comparisonDialectOf(config: CutoverConfig, migration: string): ComparisonDialect {
  return dialects[findMigration(config, migration).engine];
}
