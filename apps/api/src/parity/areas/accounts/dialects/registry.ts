import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { AccountsDialect } from '../accounts-dialect.js';
import { mariadbAccounts } from './mysql-family/mariadb-accounts.js';
import { mysqlAccounts } from './mysql-family/mysql-accounts.js';

/** A further engine of the family is a type error here until it has a dialect. */
export const accountsDialects: Readonly<Record<FamilyEngine, AccountsDialect>> = {
  mariadb: mariadbAccounts,
  mysql: mysqlAccounts,
};
