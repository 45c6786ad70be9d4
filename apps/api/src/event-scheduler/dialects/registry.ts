import type { Engine } from '@cutover/contracts';
import type { EventSchedulerDialect } from '../event-scheduler-dialect.js';
import { mysqlFamilyScheduler } from './mysql-family/event-scheduler.js';

/** null: servers of this engine run nothing by themselves. */
export const eventSchedulerDialects: Readonly<Record<Engine, EventSchedulerDialect | null>> = {
  mariadb: mysqlFamilyScheduler,
  mysql: mysqlFamilyScheduler,
  postgres: null,
};
