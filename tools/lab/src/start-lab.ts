import { resolve } from 'node:path';
import { bringUp, readFinished, refuseOtherEngine, type UpOptions } from './bring-up.js';
import { mysqlEngine } from './engines/mysql-family/mysql-engine.js';
import type { MysqlLab } from './engines/mysql-family/mysql-lab.js';
import { postgresEngine } from './engines/postgres/postgres-engine.js';
import type { PostgresLab } from './engines/postgres/postgres-lab.js';
import type { Flavor } from './engines/mysql-family/server/software.js';
import { readTemplate } from './engines/mysql-family/template.js';
import { LabHome } from './lab-home.js';
import { engineOf } from './lab-state.js';
import type { Role } from './roles.js';
import type { ServerSoftware } from './server/server-software.js';

export interface StartLabOptions extends UpOptions {
  /** Whose programs each side runs; the MariaDB of this machine unless told otherwise. Both must be of one family. */
  readonly software?: Readonly<Record<Role, ServerSoftware<Flavor>>>;
  /** A folder made by `makeTemplate`: a new lab begins with a copy of it, which takes a second; `rows` is then the template's. */
  readonly template?: string;
}

export interface StartPostgresLabOptions extends UpOptions {
  /** Whose programs each side runs; the newest PostgreSQL of this machine unless told otherwise. */
  readonly software?: Readonly<Record<Role, ServerSoftware<'postgres'>>>;
}

/**
 * Brings a lab of MariaDB (or MySQL) up: builds it when the home is empty, restarts what is missing when it was up before.
 * @throws LabError with the end of a server's error log, and advice.
 */
export async function startLab(options: StartLabOptions): Promise<MysqlLab> {
  const { software, template, ...common } = options;
  const given = {
    ...(template === undefined ? {} : await readTemplate(template)),
    ...(software === undefined ? {} : { software }),
  };
  const lab = await bringUp(software?.source.flavor ?? 'mariadb', mysqlEngine, { ...common, given, template });
  return lab as MysqlLab;
}

/**
 * Brings a lab of PostgreSQL up: builds it when the home is empty, restarts what is missing when it was up before.
 * @throws LabError with the end of a server's error log, and advice.
 */
export async function startPostgresLab({ software, ...options }: StartPostgresLabOptions): Promise<PostgresLab> {
  const given = software === undefined ? {} : { software };
  return (await bringUp('postgres', postgresEngine, { ...options, given })) as PostgresLab;
}

/**
 * Finds a lab of MariaDB (or MySQL) that has been started before.
 * @throws LabError when there is none in this folder, or its start has not come to its end.
 */
export async function openLab(folder: string): Promise<MysqlLab> {
  const home = new LabHome(resolve(folder));
  const state = await readFinished(home);
  if (engineOf(state) !== 'mysql') refuseOtherEngine(state, 'mariadb', home);
  return mysqlEngine.open(home, state) as MysqlLab;
}

/**
 * Finds a lab of PostgreSQL that has been started before.
 * @throws LabError when there is none in this folder, or its start has not come to its end.
 */
export async function openPostgresLab(folder: string): Promise<PostgresLab> {
  const home = new LabHome(resolve(folder));
  const state = await readFinished(home);
  refuseOtherEngine(state, 'postgres', home);
  return postgresEngine.open(home, state) as PostgresLab;
}
