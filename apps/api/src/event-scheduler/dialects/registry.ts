import type { Engine } from '@cutover/contracts';
import type { EventSchedulerDialect } from '../event-scheduler-dialect.js';
import { mysqlFamilyScheduler } from './mysql-family/event-scheduler.js';
import { postgresScheduler } from './postgres/event-scheduler.js';

/** A further engine is a type error here until it has a line. */
export const eventSchedulerDialects: Readonly<Record<Engine, EventSchedulerDialect>> = {
  mariadb: mysqlFamilyScheduler,
  mysql: mysqlFamilyScheduler,
  postgres: postgresScheduler,
};
