import type { Engine } from '@cutover/contracts';
import type { SessionsDialect } from '../sessions-dialect.js';
import { mysqlFamilySessions } from './mysql-family/sessions.js';

/** null: not looked at. */
export const sessionsDialects: Readonly<Record<Engine, SessionsDialect | null>> = {
  mariadb: mysqlFamilySessions,
  mysql: mysqlFamilySessions,
  postgres: null,
};
