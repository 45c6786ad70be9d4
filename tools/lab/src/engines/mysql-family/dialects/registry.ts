import type { Flavor } from '../server/software.js';
import type { Dialect } from './dialect.js';
import { mariadbDialect } from './mariadb.js';
import { mysqlDialect } from './mysql.js';

/** The dialect of each family. */
export const dialects: Readonly<Record<Flavor, Dialect>> = { mariadb: mariadbDialect, mysql: mysqlDialect };
