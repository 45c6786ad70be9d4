import type { Engine } from '@cutover/contracts';
import type { LagSource } from './lag-source.js';
import { mariadbLagSource } from './mariadb-lag.source.js';
import { mysqlLagSource } from './mysql-lag.source.js';

/** The dialects. What RDS needs instead of SHOW stands in libs/databases (server-statements.ts). */
export const lagSources: Record<Engine, LagSource> = { mariadb: mariadbLagSource, mysql: mysqlLagSource };
