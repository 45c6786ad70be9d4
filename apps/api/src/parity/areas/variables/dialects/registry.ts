import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { VariablesDialect } from '../variables-dialect.js';
import { mysqlFamilyVariables } from './mysql-family/variables.js';

/** A further engine of the family is a type error here until it has a dialect. */
export const variablesDialects: Readonly<Record<FamilyEngine, VariablesDialect>> = {
  mariadb: mysqlFamilyVariables,
  mysql: mysqlFamilyVariables,
};
