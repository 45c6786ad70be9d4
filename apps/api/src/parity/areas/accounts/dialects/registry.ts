import type { Engine } from '@cutover/contracts';
import type { AccountsDialect } from '../accounts-dialect.js';
import { mariadbAccounts } from './mysql-family/mariadb-accounts.js';
import { mysqlAccounts } from './mysql-family/mysql-accounts.js';
import { postgresAccounts } from './postgres/accounts.js';

/** By engine. */
export const accountsDialects: Readonly<Record<Engine, AccountsDialect>> = {
  mariadb: mariadbAccounts,
  mysql: mysqlAccounts,
  postgres: postgresAccounts,
};
