import type { Engine } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import type { ProofDialect } from '../proof-dialect.js';
import { mysqlFamilyProof } from './mysql-family/proof-dialect.js';
import { postgresProof } from './postgres/proof-dialect.js';

/** A further engine is a type error here until it has a dialect. */
const dialects: Record<Engine, ProofDialect> = {
  mariadb: mysqlFamilyProof,
  mysql: mysqlFamilyProof,
  postgres: postgresProof,
};

/** The dialect of the engine that the configuration names. */
export function proofDialectOf(config: CutoverConfig, migration: string): ProofDialect {
  return dialects[findMigration(config, migration).engine];
}
