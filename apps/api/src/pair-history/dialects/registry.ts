import type { Engine } from '@cutover/contracts';
import type { PairHistoryDialect } from '../pair-history-dialect.js';
import { mysqlFamilyHistory } from './mysql-family/pair-history-dialect.js';
import { postgresHistory } from './postgres/pair-history-dialect.js';

/** Without a line for each engine this does not compile. */
export const pairHistoryDialects: Readonly<Record<Engine, PairHistoryDialect>> = {
  mariadb: mysqlFamilyHistory,
  mysql: mysqlFamilyHistory,
  postgres: postgresHistory,
};
