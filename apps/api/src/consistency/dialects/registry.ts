import type { Engine } from '@cutover/contracts';
import type { ConsistencyDialect } from '../consistency-dialect.js';
import { readAutoIncrement } from './mysql-family/auto-increment.js';
import { countStatement, endsStatement } from './mysql-family/count-statement.js';
import { differenceAdvice } from './mysql-family/difference-advice.js';
import * as postgresCounts from './postgres/count-statement.js';
import { differenceAdvice as postgresAdvice } from './postgres/difference-advice.js';

const mysqlFamily: ConsistencyDialect = {
  countStatement,
  endsStatement,
  readCounter: readAutoIncrement,
  advice: differenceAdvice,
};

const postgres: ConsistencyDialect = {
  ...postgresCounts,
  // A sequence is an object of its own.
  readCounter: () => Promise.resolve(null),
  advice: postgresAdvice,
};

/** A further engine is a type error here until it has a dialect. */
const dialects: Record<Engine, ConsistencyDialect> = { mariadb: mysqlFamily, mysql: mysqlFamily, postgres };

/** The dialect of the engine that the configuration names. */
export function consistencyDialectOf(engine: Engine): ConsistencyDialect {
  return dialects[engine];
}
