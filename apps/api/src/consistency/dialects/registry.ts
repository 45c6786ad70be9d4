import type { Engine } from '@cutover/contracts';
import { built, NotBuilt, whyNotBuilt } from '../../failures/not-built.js';
import type { ConsistencyDialect } from '../consistency-dialect.js';
import { readAutoIncrement } from './mysql-family/auto-increment.js';
import { countStatement, endsStatement } from './mysql-family/count-statement.js';
import { differenceAdvice } from './mysql-family/difference-advice.js';

const mysqlFamily: ConsistencyDialect = {
  countStatement,
  endsStatement,
  readCounter: readAutoIncrement,
  advice: differenceAdvice,
};

/** A further engine is a type error here until it has a dialect. */
const dialects: Record<Engine, ConsistencyDialect | NotBuilt> = {
  mariadb: mysqlFamily,
  mysql: mysqlFamily,
  postgres: new NotBuilt('not built for PostgreSQL yet'),
};

/** Throws where there is none: see whyNoConsistency. */
export function consistencyDialectOf(engine: Engine): ConsistencyDialect {
  return built(dialects[engine]);
}

/** Why tables of this engine cannot be compared; null: they can. */
export function whyNoConsistency(engine: Engine): string | null {
  return whyNotBuilt(dialects[engine]);
}
