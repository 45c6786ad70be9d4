import type { Engine } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import type { ProofDialect } from '../proof-dialect.js';
import { mysqlFamilyProof } from './mysql-family/proof-dialect.js';

/** Without a line for each engine this does not compile. */
const dialects: Record<Engine, ProofDialect> = { mariadb: mysqlFamilyProof, mysql: mysqlFamilyProof };

/** The dialect of the engine that the configuration names. */
export function proofDialectOf(config: CutoverConfig, migration: string): ProofDialect {
  return dialects[findMigration(config, migration).engine];
}
