import type { Engine } from '@cutover/contracts';
import type { LagDialect } from '../lag-dialect.js';
import { mysqlFamilyLag } from './mysql-family/lag-dialect.js';
import { postgresLag } from './postgres/lag-dialect.js';

/** A further engine is a type error here until it has a dialect. */
export const lagDialects: Readonly<Record<Engine, LagDialect>> = {
  mariadb: mysqlFamilyLag,
  mysql: mysqlFamilyLag,
  postgres: postgresLag,
};
