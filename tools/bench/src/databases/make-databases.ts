import { Client } from 'pg';
import { roles, type PostgresLab, type Role } from '@cutover/lab';
import { runAll } from '../postgres/bench-rows.js';

/** Databases of one pair of servers, all of one shape. */
export interface ManyDatabases {
  names: readonly string[];
  tablesPerDatabase: number;
  rowsPerTable: number;
}

/** All others are copies of it. */
const model = 'bench_model';
const publication = 'bench_publication';
const account = 'cutover';

export function planDatabases(count: number, tablesPerDatabase: number): ManyDatabases {
  const names = Array.from({ length: count }, (_, number) => `bench_${String(number).padStart(3, '0')}`);
  return { names, tablesPerDatabase, rowsPerTable: 50 };
}

/**
 * Makes the databases on both sides, each with a publication and a subscription of its own, and waits until all of them are followed.
 * `maxConnections` of both servers; a subscription takes a slot and a sender there, and one worker here. Restarts both.
 */
export async function makeDatabases(lab: PostgresLab, plan: ManyDatabases, maxConnections: number): Promise<void> {
  const room = plan.names.length + 20;
  for (const role of roles) {
    await runAll(lab, role, [
      ...['max_replication_slots', 'max_wal_senders', 'max_logical_replication_workers'].map((name) => set(name, room)),
      set('max_worker_processes', room + 20),
      set('max_connections', maxConnections),
    ]);
    await lab.server(role).stop();
    await lab.server(role).start();
  }
  await Promise.all(roles.map((role) => copyModel(lab, role, plan)));
  for (const name of plan.names) {
    const connection = lab.connectionToSource(name).replaceAll("'", "''");
    await inDatabase(lab, 'target', name, [
      `CREATE SUBSCRIPTION ${name} CONNECTION '${connection}' PUBLICATION ${publication} WITH (copy_data = false)`,
    ]);
  }
}

async function copyModel(lab: PostgresLab, role: Role, { names, tablesPerDatabase, rowsPerTable }: ManyDatabases) {
  await runAll(lab, role, [`CREATE DATABASE ${model}`]);
  const tables = Array.from({ length: tablesPerDatabase }, (_, number) => `t${String(number).padStart(2, '0')}`);
  await inDatabase(lab, role, model, [
    ...tables.flatMap((table) => [
      `CREATE TABLE ${table} (id integer PRIMARY KEY, k integer NOT NULL, note text NOT NULL)`,
      `INSERT INTO ${table} SELECT n, n * 7, md5(n::text) FROM generate_series(1, ${rowsPerTable}) AS n`,
    ]),
    `GRANT USAGE ON SCHEMA public TO ${account}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${account}`,
    `GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO ${account}`,
    ...(role === 'source' ? [`CREATE PUBLICATION ${publication} FOR ALL TABLES`] : []),
    'VACUUM ANALYZE',
  ]);
  await runAll(
    lab,
    role,
    names.map((name) => `CREATE DATABASE ${name} TEMPLATE ${model}`),
  );
}

/** Drops the subscriptions, whose slots would keep all log, and the databases. */
export async function dropDatabases(lab: PostgresLab, { names }: ManyDatabases): Promise<void> {
  for (const name of names) await inDatabase(lab, 'target', name, [`DROP SUBSCRIPTION IF EXISTS ${name}`]);
  for (const role of roles)
    await runAll(
      lab,
      role,
      [...names, model].map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    );
}

const set = (name: string, value: number): string => `ALTER SYSTEM SET ${name} = ${value}`;

/** `withAdmin` is in the shop alone. */
async function inDatabase(
  lab: PostgresLab,
  role: Role,
  database: string,
  statements: readonly string[],
): Promise<void> {
  const client = new Client(lab.admin(role, database));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
