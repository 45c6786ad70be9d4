import type { Engine } from '@cutover/contracts';
import type { TargetWritableDialect } from '../target-writable-dialect.js';
import { mysqlFamilyWritable } from './mysql-family/target-writable.js';
import { postgresWritable } from './postgres/target-writable.js';

/** A further engine is a type error here until it has a dialect. */
export const targetWritableDialects: Readonly<Record<Engine, TargetWritableDialect>> = {
  mariadb: mysqlFamilyWritable,
  mysql: mysqlFamilyWritable,
  postgres: postgresWritable,
};
