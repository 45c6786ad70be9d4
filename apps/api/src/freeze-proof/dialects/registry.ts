import type { Engine } from '@cutover/contracts';
import { NotBuilt } from '../../failures/not-built.js';
import type { FreezeProofDialect } from '../freeze-proof-dialect.js';
import { mysqlFamilyFreezeProof } from './mysql-family/freeze-proof-dialect.js';

/** A further engine is a type error here until it has a line. */
export const freezeProofDialects: Readonly<Record<Engine, FreezeProofDialect | NotBuilt>> = {
  mariadb: mysqlFamilyFreezeProof,
  mysql: mysqlFamilyFreezeProof,
  postgres: new NotBuilt('The freeze proof is not built for PostgreSQL yet.'),
};
