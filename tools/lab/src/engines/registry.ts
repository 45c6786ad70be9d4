import type { EngineName } from './engine-name.js';
import type { LabEngine, LabTypes } from './engine.js';
import { mysqlEngine } from './mysql-family/mysql-engine.js';
import { postgresEngine } from './postgres/postgres-engine.js';

/** An engine is one folder and one line here. */
export const engines: Readonly<Record<EngineName, LabEngine<LabTypes>>> = {
  mariadb: mysqlEngine,
  mysql: mysqlEngine,
  postgres: postgresEngine,
};

/** The names of all breaks, of whatever engine. */
export function allBreakNames(): readonly string[] {
  return [...new Set(Object.values(engines).flatMap((engine) => Object.keys(engine.breaks)))];
}
