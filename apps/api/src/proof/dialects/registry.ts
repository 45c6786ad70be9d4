import type { Engine } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { built, NotBuilt } from '../../failures/not-built.js';
import type { ProofDialect } from '../proof-dialect.js';
import { mysqlFamilyProof } from './mysql-family/proof-dialect.js';

/** A further engine is a type error here until it has a dialect. */
const dialects: Record<Engine, ProofDialect | NotBuilt> = {
  mariadb: mysqlFamilyProof,
  mysql: mysqlFamilyProof,
  postgres: new NotBuilt('not built for PostgreSQL yet'),
};

/** The dialect of the engine that the configuration names. Throws where there is none. */
export function proofDialectOf(config: CutoverConfig, migration: string): ProofDialect {
  return built(dialects[findMigration(config, migration).engine]);
}
