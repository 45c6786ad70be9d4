import type { Engine } from '@cutover/contracts';
import type { RollbackPathDialect } from '../rollback-path-dialect.js';
import { mysqlFamilyRollback } from './mysql-family/rollback-path.js';
import { postgresRollback } from './postgres/rollback-path.js';

/** A further engine is a type error here until it has a line. */
export const rollbackPathDialects: Readonly<Record<Engine, RollbackPathDialect>> = {
  mariadb: mysqlFamilyRollback,
  mysql: mysqlFamilyRollback,
  postgres: postgresRollback,
};
