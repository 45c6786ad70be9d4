import type { Engine } from '@cutover/contracts';
import type { RollbackPathDialect } from '../rollback-path-dialect.js';
import { mysqlFamilyRollback } from './mysql-family/rollback-path.js';

/** null: not looked at. */
export const rollbackPathDialects: Readonly<Record<Engine, RollbackPathDialect | null>> = {
  mariadb: mysqlFamilyRollback,
  mysql: mysqlFamilyRollback,
  postgres: null,
};
