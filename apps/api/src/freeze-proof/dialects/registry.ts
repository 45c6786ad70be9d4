import type { Engine } from '@cutover/contracts';
import type { FreezeProofDialect } from '../freeze-proof-dialect.js';
import { mysqlFamilyFreezeProof } from './mysql-family/freeze-proof-dialect.js';
import { postgresFreezeProof } from './postgres/freeze-proof-dialect.js';

/** A further engine is a type error here until it has a line. */
export const freezeProofDialects: Readonly<Record<Engine, FreezeProofDialect>> = {
  mariadb: mysqlFamilyFreezeProof,
  mysql: mysqlFamilyFreezeProof,
  postgres: postgresFreezeProof,
};
