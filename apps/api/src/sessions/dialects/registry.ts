import type { Engine } from '@cutover/contracts';
import type { SessionsDialect } from '../sessions-dialect.js';
import { mysqlFamilySessions } from './mysql-family/sessions.js';
import { postgresSessions } from './postgres/sessions.js';

/** A further engine is a type error here until it has a line. */
export const sessionsDialects: Readonly<Record<Engine, SessionsDialect>> = {
  mariadb: mysqlFamilySessions,
  mysql: mysqlFamilySessions,
  postgres: postgresSessions,
};
