import type { Engine } from '@cutover/contracts';
import type { DumpDialect } from '../dump-dialect.js';
import { mariadbDump, mysqlDump } from './mysql-family/dump-dialect.js';
import { postgresDump } from './postgres/dump-dialect.js';

/** Without a line for each engine this does not compile. */
export const dumpDialects: Readonly<Record<Engine, DumpDialect>> = {
  mariadb: mariadbDump,
  mysql: mysqlDump,
  postgres: postgresDump,
};
