import type { Engine } from '@cutover/contracts';
import type { RestoreDialect } from '../restore-dialect.js';
import { mariadbRestore, mysqlRestore } from './mysql-family.js';
import { postgresRestore } from './postgres.js';

/** Without a line for each engine this does not compile. */
export const restoreDialects: Readonly<Record<Engine, RestoreDialect>> = {
  mariadb: mariadbRestore,
  mysql: mysqlRestore,
  postgres: postgresRestore,
};
