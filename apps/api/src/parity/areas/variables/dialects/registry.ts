import type { Engine } from '@cutover/contracts';
import type { VariablesDialect } from '../variables-dialect.js';
import { mysqlFamilyVariables } from './mysql-family/variables.js';
import { postgresVariables } from './postgres/variables.js';

/** By engine. */
export const variablesDialects: Readonly<Record<Engine, VariablesDialect>> = {
  mariadb: mysqlFamilyVariables,
  mysql: mysqlFamilyVariables,
  postgres: postgresVariables,
};
