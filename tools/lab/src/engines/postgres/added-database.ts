import { until } from '../../deadline.js';
import { roles, type Role } from '../../roles.js';
import { replicationAccount } from './accounts.js';
import { rowsOf, withClient } from './admin.js';
import type { PostgresLab } from './postgres-lab.js';
import { quoteString } from './quote.js';

/** A database beside the shop on both servers, replicated by a publication and a subscription of its own. */
export interface AddedDatabase {
  readonly database: string;
  readonly publication: string;
  /** Of the subscription on the target, and of its slot on the source. */
  readonly subscription: string;
  /** Runs statements in it one by one, as an administrator; the rows of the last. */
  run(role: Role, ...statements: readonly string[]): Promise<Record<string, unknown>[]>;
  /** Disables the subscription: what is told of the shop must not change by that. */
  disable(): Promise<void>;
  /** Removes subscription, slot and databases. */
  drop(): Promise<void>;
}

/**
 * Makes it, with one table `notes` (id, body) of one row, and waits until that is in sync. One of that name that is there is dropped before.
 * @param encodings of a side, where it is not that of the lab; it sorts by bytes then
 */
export async function addDatabase(
  lab: PostgresLab,
  database: string,
  encodings: Partial<Record<Role, string>> = {},
): Promise<AddedDatabase> {
  const [publication, subscription] = [`${database}_publication`, `${database}_subscription`];
  const run: AddedDatabase['run'] = (role, ...statements) => runIn(lab, role, database, statements);
  const drop = async (): Promise<void> => {
    const asked = `SELECT FROM pg_catalog.pg_database WHERE datname = ${quoteString(database)}`;
    const there = await runIn(lab, 'target', 'postgres', [asked]);
    if (there.length > 0) await run('target', `DROP SUBSCRIPTION IF EXISTS ${subscription}`);
    for (const role of roles) await runIn(lab, role, 'postgres', [`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
  };
  await drop();
  for (const role of roles) {
    const encoding = encodings[role];
    const as = encoding === undefined ? '' : ` TEMPLATE template0 ENCODING '${encoding}' LOCALE 'C'`;
    await runIn(lab, role, 'postgres', [`CREATE DATABASE ${database}${as}`]);
    await run(role, 'CREATE TABLE notes (id integer PRIMARY KEY, body text NOT NULL)');
  }
  await run(
    'source',
    "INSERT INTO notes VALUES (1, 'of another application')",
    `GRANT SELECT ON notes TO ${replicationAccount}`,
    `CREATE PUBLICATION ${publication} FOR TABLE notes`,
  );
  const connection = quoteString(lab.connectionToSource(database));
  await run('target', `CREATE SUBSCRIPTION ${subscription} CONNECTION ${connection} PUBLICATION ${publication}`);
  await until(
    `the database ${database} to be in sync`,
    async () => {
      const tables = await run('target', 'SELECT srsubstate FROM pg_catalog.pg_subscription_rel');
      return (tables.length > 0 && tables.every(({ srsubstate }) => srsubstate === 'r')) || undefined;
    },
    { timeoutMs: 60_000 },
  );
  return {
    ...{ database, publication, subscription, run, drop },
    disable: async () => void (await run('target', `ALTER SUBSCRIPTION ${subscription} DISABLE`)),
  };
}

function runIn(
  lab: PostgresLab,
  role: Role,
  database: string,
  statements: readonly string[],
): Promise<Record<string, unknown>[]> {
  return withClient(lab.admin(role, database), async (client) => {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = await rowsOf(client, statement);
    return rows;
  });
}
