import { dialects, type Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { createConnection } from 'mysql2/promise';
import type { Scenario } from './scenario.js';

/** A server's own settings must not decide what a scenario stores. */
const session = "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'";

/** Runs a whole SQL file in a database. `isReplicated`: it goes into the binary log. */
export async function runSql(
  lab: Lab,
  role: Role,
  sql: string,
  options: { database?: string; isReplicated?: boolean } = {},
): Promise<void> {
  const { database, isReplicated = false } = options;
  const connection = await createConnection({ ...lab.admin(role), multipleStatements: true });
  connection.on('error', () => undefined);
  try {
    await connection.query(`SET SESSION sql_log_bin = ${isReplicated ? 1 : 0}; ${session}`);
    if (database !== undefined) await connection.query(`USE ${database}`);
    await connection.query(dialects[lab.flavor].translate(sql));
  } finally {
    connection.destroy();
  }
}

/** Sets up the databases of all scenarios: source.sql through replication, target.sql and the grants on the sides alone. */
export async function raise(lab: Lab, scenarios: readonly Scenario[]): Promise<void> {
  for (const scenario of scenarios) {
    const { database, name, sourceSql } = scenario;
    const create = `DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`;
    await runSql(lab, 'source', create, { isReplicated: true });
    await named(name, 'source.sql', runSql(lab, 'source', sourceSql, { database, isReplicated: true }));
  }
  await lab.catchUp();
  for (const { database, name, targetSql } of scenarios) {
    const grant = `GRANT SELECT ON ${database}.* TO 'cutover'@'%'`;
    await Promise.all((['source', 'target'] as const).map((role) => runSql(lab, role, grant)));
    if (targetSql !== null) await named(name, 'target.sql', runSql(lab, 'target', targetSql, { database }));
  }
}

/** Removes them again, on both sides. */
export async function strike(lab: Lab, scenarios: readonly Scenario[]): Promise<void> {
  for (const { database } of scenarios)
    for (const role of ['source', 'target'] as const)
      await runSql(lab, role, `REVOKE SELECT ON ${database}.* FROM 'cutover'@'%'; DROP DATABASE IF EXISTS ${database}`);
}

/** Sets global variables of both servers for the time of `work`. */
export async function withSettings(
  lab: Lab,
  settings: Readonly<Record<string, number>>,
  work: () => Promise<void>,
): Promise<void> {
  const set = async (value: (name: string) => string): Promise<void> => {
    const sql = Object.keys(settings).map((name) => `SET GLOBAL ${name} = ${value(name)}`);
    for (const role of ['source', 'target'] as const) await runSql(lab, role, sql.join('; '));
  };
  await set((name) => String(settings[name]));
  try {
    await work();
  } finally {
    await set(() => 'DEFAULT');
  }
}

async function named(scenario: string, file: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new Error(`${scenario}/${file}: ${(error as Error).message}`, { cause: error });
  }
}
