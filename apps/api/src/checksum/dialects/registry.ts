import type { Engine } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { built, NotBuilt, whyNotBuilt } from '../../platform/not-built.js';
import type { ComparisonDialect } from '../comparison/comparison-dialect.js';
import { mysqlFamilyComparison } from './mysql-family/comparison-dialect.js';

/** A further engine is a type error here until it has a dialect. */
const dialects: Record<Engine, ComparisonDialect | NotBuilt> = {
  mariadb: mysqlFamilyComparison,
  mysql: mysqlFamilyComparison,
  postgres: new NotBuilt('not built for PostgreSQL yet'),
};

/** The dialect of the engine that the configuration names. Throws where there is none. */
export function comparisonDialectOf(config: CutoverConfig, migration: string): ComparisonDialect {
  return built(dialects[findMigration(config, migration).engine]);
}

/** Why rows of this migration cannot be compared at all; null: they can. */
export function whyNoComparison(config: CutoverConfig, migration: string): string | null {
  return whyNotBuilt(dialects[findMigration(config, migration).engine]);
}
