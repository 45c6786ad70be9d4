import { Client } from 'pg';
import { roles, type PostgresLab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { eventually } from './eventually.js';

/** A database beside the shop on both servers, replicated by a subscription of its own. */
export interface OtherSubscription {
  readonly database: string;
  /** Of the subscription on the target, and of its slot on the source. */
  readonly name: string;
  /** Disables the subscription: what is told of the shop must not change by that. */
  disable(): Promise<void>;
  /** Removes subscription, slot and databases. */
  drop(): Promise<void>;
}

/**
 * Makes it and waits until its one table is in sync. Both servers list it beside the shop's own: `pg_subscription` and
 * `pg_replication_slots` hold the subscriptions and slots of all databases.
 */
export async function subscribeOtherDatabase(lab: PostgresLab, database = 'other'): Promise<OtherSubscription> {
  const name = `${database}_subscription`;
  const run = async (role: Role, at: string, ...statements: readonly string[]): Promise<Record<string, unknown>[]> => {
    const client = new Client(lab.admin(role, at));
    await client.connect();
    try {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
      return rows;
    } finally {
      await client.end();
    }
  };
  const drop = async (): Promise<void> => {
    const there = await run('target', 'postgres', `SELECT FROM pg_database WHERE datname = '${database}'`);
    if (there.length > 0) await run('target', database, `DROP SUBSCRIPTION IF EXISTS ${name}`);
    for (const role of roles) await run(role, 'postgres', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  };
  // A test that failed may have left one.
  await drop();
  for (const role of roles) {
    await run(role, 'postgres', `CREATE DATABASE ${database}`);
    await run(role, database, 'CREATE TABLE notes (id integer PRIMARY KEY, body text NOT NULL)');
  }
  await run(
    'source',
    database,
    "INSERT INTO notes VALUES (1, 'of another application')",
    'GRANT SELECT ON notes TO replicator',
    `CREATE PUBLICATION ${database}_publication FOR TABLE notes`,
  );
  const connection = lab.connectionToSource(database).replaceAll("'", "''");
  await run(
    'target',
    database,
    `CREATE SUBSCRIPTION ${name} CONNECTION '${connection}' PUBLICATION ${database}_publication`,
  );
  await eventually('the other database to be in sync', async () => {
    const tables = await run('target', database, 'SELECT srsubstate FROM pg_subscription_rel');
    return tables.length > 0 && tables.every(({ srsubstate }) => srsubstate === 'r');
  });
  return {
    database,
    name,
    disable: async () => void (await run('target', database, `ALTER SUBSCRIPTION ${name} DISABLE`)),
    drop,
  };
}
