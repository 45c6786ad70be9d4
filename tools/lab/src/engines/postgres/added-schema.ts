import { until } from '../../deadline.js';
import { cutoverAccount } from '../../lab.js';
import { roles, type Role } from '../../roles.js';
import { replicationAccount } from './accounts.js';
import { rowsOf, withClient } from './admin.js';
import type { PostgresLab } from './postgres-lab.js';
import { quoteString } from './quote.js';

/** How a schema is made, and what of it is replicated. */
export interface SchemaSetup {
  schema: string;
  /** Statements that make its tables, run on both sides. */
  definitions: readonly string[];
  /** Statements that write rows of the source, run before the first copy. */
  rows: readonly string[];
  /** What follows the name in CREATE PUBLICATION: `FOR TABLE …`. */
  published: string;
  /** Options of the subscription, as in its WITH. */
  subscribed?: string;
}

/** A schema of the shop's database on both servers, replicated by a publication and a subscription of its own. */
export interface AddedSchema {
  /** Runs statements one by one, as an administrator; the rows of the last. Names need the schema in front. */
  run(role: Role, ...statements: readonly string[]): Promise<Record<string, unknown>[]>;
  /** Waits until the target has applied all that the source has committed by now. */
  catchUp(): Promise<void>;
  /** Removes subscription, slot, publications and schema. */
  drop(): Promise<void>;
}

/**
 * Makes it under the names `<schema>_publication` and `<schema>_subscription`, readable by the product's account, and waits until
 * its tables are copied. One that a test has left is dropped before.
 */
export async function addSchema(
  lab: PostgresLab,
  { schema, definitions, rows, published, subscribed }: SchemaSetup,
): Promise<AddedSchema> {
  const [publication, subscription] = [`${schema}_publication`, `${schema}_subscription`];
  const run: AddedSchema['run'] = (role, ...statements) =>
    withClient(lab.admin(role), async (client) => {
      let last: Record<string, unknown>[] = [];
      for (const statement of statements) last = await rowsOf(client, statement);
      return last;
    });
  const drop = async (): Promise<void> => {
    await run('target', `DROP SUBSCRIPTION IF EXISTS ${subscription}`);
    for (const role of roles)
      await run(role, `DROP PUBLICATION IF EXISTS ${publication}`, `DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  };
  const grants = [cutoverAccount, replicationAccount].map(
    (account) =>
      `GRANT USAGE ON SCHEMA ${schema} TO ${account}; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${account}`,
  );
  await drop();
  for (const role of roles) await run(role, `CREATE SCHEMA ${schema}`, ...definitions, ...grants);
  await run('source', ...rows, `CREATE PUBLICATION ${publication} ${published}`);
  const connection = quoteString(lab.connectionToSource(lab.database));
  const options = subscribed === undefined ? '' : ` WITH (${subscribed})`;
  await run(
    'target',
    `CREATE SUBSCRIPTION ${subscription} CONNECTION ${connection} PUBLICATION ${publication}${options}`,
  );
  await until(
    `the schema ${schema} to be in sync`,
    async () => {
      const left = await run('target', "SELECT FROM pg_catalog.pg_subscription_rel WHERE srsubstate <> 'r'");
      return left.length === 0 || undefined;
    },
    { timeoutMs: 60_000 },
  );
  if (/two_phase = true/.test(subscribed ?? '')) await twoPhaseBegun(run, subscription);
  return { run, drop, catchUp: () => catchUp(run, subscription) };
}

/**
 * The worker begins again once all tables are copied, and decodes in two phases from then on. What is prepared before and committed after
 * comes as a commit of what the target has never prepared, and the worker fails on it for good ("prepared transaction with identifier …
 * does not exist", seen on PostgreSQL 15.18).
 */
function twoPhaseBegun(run: AddedSchema['run'], subscription: string): Promise<unknown> {
  const begun = `SELECT FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_stat_subscription w ON w.subid = s.oid
    WHERE s.subname = '${subscription}' AND s.subtwophasestate = 'e' AND w.pid IS NOT NULL`;
  let looks = 0;
  return until(
    `${subscription} to decode in two phases`,
    async () => {
      if ((await run('target', begun)).length > 0) return true;
      // The launcher may miss that the worker has ended, and looks again after three minutes: this wakes it.
      if (++looks % 50 === 0) await run('target', `ALTER SUBSCRIPTION ${subscription} ENABLE`);
      return undefined;
    },
    { timeoutMs: 120_000 },
  );
}

async function catchUp(run: AddedSchema['run'], subscription: string): Promise<void> {
  const [end] = await run('source', 'SELECT pg_catalog.pg_current_wal_lsn()::text AS lsn');
  const confirmed = `SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = '${subscription}' AND confirmed_flush_lsn >= '${String(end?.['lsn'])}'`;
  await until(
    `${subscription} to have applied all`,
    async () => (await run('source', confirmed)).length > 0 || undefined,
    { timeoutMs: 60_000 },
  );
}
