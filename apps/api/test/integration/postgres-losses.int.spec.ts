// What never comes to a target although its subscription looks well: seen while it happens, and not forgotten after it.
import { Client } from 'pg';
import type { ReplicaLag, Role } from '@cutover/contracts';
import { addDatabase, type AddedDatabase, type PostgresLab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { LagService } from '../../src/lag/lag.service.js';
import { Clock } from '../../src/platform/clock.js';
import { eventually } from '../support/eventually.js';
import { noHeartbeat } from '../support/no-heartbeat.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { itNeeds } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let other: AddedDatabase;
let connections: ConnectionsService;
let service: LagService;
let config: CutoverConfig;

beforeAll(async () => {
  lab = await postgresPair();
});

beforeEach(async () => {
  other = await addDatabase(lab, 'other');
  for (const role of ['source', 'target'] as const)
    await run(role, `GRANT CONNECT ON DATABASE ${other.database} TO cutover`);
  config = configOf(lab);
  const [migration] = config.migrations;
  for (const role of ['source', 'target'] as const) migration![role].database = other.database;
  connections = await whenUp(startConnections(config));
  service = new LagService(config, connections, new Clock(), noHeartbeat);
  await until('idle', ({ state }) => state === 'idle');
});

afterEach(async () => {
  await connections.onApplicationShutdown();
  await other.drop();
});

/** Runs statements one by one as an administrator in the database of this test. */
async function run(role: Role, ...statements: readonly string[]): Promise<void> {
  const client = new Client(lab.admin(role, other.database));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function measure(): Promise<ReplicaLag> {
  await service.measure('shop', new AbortController().signal);
  return service.snapshot('shop')!;
}

function until(what: string, matches: (lag: ReplicaLag) => boolean): Promise<ReplicaLag> {
  return eventually(what, async () => {
    const lag = await measure();
    return matches(lag) && lag;
  });
}

/** Until the worker and the process that serves it are gone: both must be before a slot can be moved or dropped. */
async function disable(): Promise<void> {
  await other.disable();
  await eventually('the slot to be free', async () => {
    const client = new Client(lab.admin('source', other.database));
    await client.connect();
    const { rows } = await client.query(
      `SELECT active FROM pg_replication_slots WHERE slot_name = '${other.subscription}'`,
    );
    await client.end();
    return (rows[0] as { active: boolean }).active === false;
  });
}

const enable = () => run('target', `ALTER SUBSCRIPTION ${other.subscription} ENABLE`);
const caughtUp = () =>
  until('a target that has confirmed all', ({ channels: [channel] }) => {
    return channel?.receiver === 'running' && channel.subscription?.slot?.behindBytes === 0;
  });

it('a source that was behind its target stays in doubt when it has written past it', async () => {
  await disable();
  // What a source that was restored to an hour ago looks like to a target that was not.
  await run(
    'target',
    `SELECT pg_replication_origin_advance('pg_' || s.oid, '${await aheadOfSource()}') FROM pg_subscription s WHERE subname = '${other.subscription}'`,
  );
  await enable();
  expect((await until('broken', ({ state }) => state === 'broken')).channels[0]?.headline).toMatch(/confirmed more/);
  await run('source', "INSERT INTO notes VALUES (2, 'never comes')");
  await run(
    'source',
    "SELECT pg_logical_emit_message(false, 'cutover', repeat('x', 400000))",
    'SELECT pg_switch_wal()',
  );
  const [channel] = (await caughtUp()).channels;
  expect(channel).toMatchObject({ state: 'broken', action: expect.stringContaining('Compare the rows') });
  expect(channel?.headline).toMatch(/had confirmed more .* than the source had written/);
});

async function aheadOfSource(): Promise<string> {
  const client = new Client(lab.admin('source', other.database));
  await client.connect();
  const { rows } = await client.query("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS bytes");
  await client.end();
  const bytes = BigInt((rows[0] as { bytes: string }).bytes) + 200_000n;
  return [bytes >> 32n, bytes & 0xffff_ffffn].map((half) => half.toString(16)).join('/');
}

// Before it nobody counts what a slot has decoded: see docs/postgresql.md.
itNeeds('PostgreSQL 14', 'source', 'a slot that was made anew between two looks is in doubt', async () => {
  for (let id = 10; id < 20; id++) await run('source', `INSERT INTO notes VALUES (${id}, 'comes')`);
  await caughtUp();
  await disable();
  await run(
    'source',
    `SELECT pg_drop_replication_slot('${other.subscription}')`,
    "INSERT INTO notes VALUES (2, 'never comes')",
  );
  await run('source', `SELECT pg_create_logical_replication_slot('${other.subscription}', 'pgoutput')`);
  await enable();
  const [channel] = (await caughtUp()).channels;
  expect(channel).toMatchObject({ state: 'broken', headline: expect.stringMatching(/slot .* was made anew/) });
});

it('a transaction that it is told to skip is in doubt', async () => {
  await disable();
  await run('target', `ALTER SUBSCRIPTION ${other.subscription} SKIP (lsn = 'FFFFF/1')`);
  await measure();
  await run('target', `ALTER SUBSCRIPTION ${other.subscription} SKIP (lsn = NONE)`);
  await enable();
  expect((await caughtUp()).channels[0]).toMatchObject({
    state: 'broken',
    headline: expect.stringMatching(/told to skip .*FFFFF\/1/),
  });
});

itNeeds(
  'PostgreSQL 18',
  'source',
  'a publication that it went on without is in doubt when it is there again',
  async () => {
    await run('source', 'DROP PUBLICATION other_publication', "INSERT INTO notes VALUES (2, 'never comes')");
    await until('all is confirmed without it', ({ channels: [channel] }) => {
      return channel?.state === 'broken' && channel.subscription?.slot?.behindBytes === 0;
    });
    await run('source', 'CREATE PUBLICATION other_publication FOR TABLE notes');
    const [channel] = (await caughtUp()).channels;
    expect(channel).toMatchObject({ state: 'broken', headline: expect.stringMatching(/had no publication/) });
  },
);

itNeeds(
  'PostgreSQL 18',
  'target',
  'changes that found no row on the target are told until they are reset',
  async () => {
    await run('source', "INSERT INTO notes VALUES (2, 'comes')");
    await caughtUp();
    await run('target', 'DELETE FROM notes WHERE id = 2');
    await run('source', "UPDATE notes SET body = 'goes nowhere' WHERE id = 2", 'DELETE FROM notes WHERE id = 2');
    const [channel] = (await until('two missed rows', missed(2))).channels;
    expect(channel).toMatchObject({ state: 'broken', headline: expect.stringMatching(/^2 UPDATE or DELETE/) });
    await run('target', /SELECT pg_stat_reset_subscription_stats.*;/.exec(channel!.action!)![0]);
    await until('a sound pair', ({ state }) => state === 'idle');
  },
);

const missed = (count: number) => (lag: ReplicaLag) => lag.channels[0]?.subscription?.missedRows === count;

describe('what a subscription does not carry', () => {
  const coverageOf = (lag: ReplicaLag) => lag.channels[0]?.subscription?.coverage;
  const publication = 'other_publication';
  /** Measured by a service of its own: lists of tables are read once a minute. */
  const gaps = async (): Promise<string[]> => {
    service = new LagService(configOf(lab), connections, new Clock(), noHeartbeat);
    return coverageOf(await measure())?.gaps.map(({ headline }) => headline) ?? ['unknown'];
  };
  const both = async (statement: string): Promise<void> => {
    for (const role of ['source', 'target'] as const) await run(role, statement);
  };

  it('is a table that was published later, until it is refreshed, and one that is published no more', async () => {
    await both('CREATE TABLE "Odd.name" (id integer PRIMARY KEY)');
    await run('source', 'GRANT SELECT ON "Odd.name" TO replicator');
    expect(await gaps()).toEqual([]);
    await run('source', `ALTER PUBLICATION ${publication} ADD TABLE "Odd.name"`, 'INSERT INTO "Odd.name" VALUES (1)');
    expect(await gaps()).toEqual(['public.Odd.name is published and not in it: their rows do not come']);
    await run('target', `ALTER SUBSCRIPTION ${other.subscription} REFRESH PUBLICATION`);
    expect(await gaps()).toEqual([]);
    await run('source', `ALTER PUBLICATION ${publication} DROP TABLE "Odd.name"`);
    expect(await gaps()).toEqual([expect.stringMatching(/^public\.Odd\.name is in it and no longer published/)]);
  });

  it('is read again when the subscription was refreshed', async () => {
    await both('CREATE TABLE later (id integer PRIMARY KEY)');
    await run('source', 'GRANT SELECT ON later TO replicator', `ALTER PUBLICATION ${publication} ADD TABLE later`);
    expect(await gaps()).toHaveLength(1);
    await run('target', `ALTER SUBSCRIPTION ${other.subscription} REFRESH PUBLICATION`);
    expect(coverageOf(await measure())?.gaps).toEqual([]);
  });

  const rowsAndColumns = 'is every statement, row and column that is left out, unless another publication has it';
  itNeeds('PostgreSQL 15', 'source', rowsAndColumns, async () => {
    await run('source', `ALTER PUBLICATION ${publication} SET (publish = 'insert')`);
    expect(await gaps()).toEqual(
      ['UPDATE', 'DELETE', 'TRUNCATE'].map((statement) => `no ${statement} of public.notes is published`),
    );
    await run(
      'source',
      `ALTER PUBLICATION ${publication} SET (publish = 'insert, update, delete, truncate')`,
      `ALTER PUBLICATION ${publication} SET TABLE notes (id) WHERE (id > 5)`,
    );
    expect(await gaps()).toEqual([
      'a row filter leaves out rows of public.notes',
      'a list of columns leaves out the others of public.notes',
    ]);
    await run('source', `ALTER PUBLICATION ${publication} SET TABLE notes WHERE (id > 5)`);
    await run('source', 'CREATE PUBLICATION whole FOR ALL TABLES');
    await run('target', `ALTER SUBSCRIPTION ${other.subscription} ADD PUBLICATION whole`);
    expect(await gaps()).toEqual([]);
  });
});

it('misses a new partition of a table, where the subscription reads several publications', async () => {
  for (const role of ['source', 'target'] as const)
    await run(
      role,
      'CREATE TABLE log (id int, day int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)',
      'CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (1) TO (2)',
    );
  await run(
    'source',
    'GRANT SELECT ON log, log_1 TO replicator',
    'CREATE PUBLICATION logs FOR TABLE log',
    'CREATE PUBLICATION whole FOR TABLE log WITH (publish_via_partition_root = true)',
  );
  await run('target', `ALTER SUBSCRIPTION ${other.subscription} ADD PUBLICATION logs`);
  await until('the partition to be copied', ({ channels }) => channels[0]?.subscription?.initialSync.ready === 2);
  for (const role of ['source', 'target'] as const)
    await run(role, 'CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (2) TO (3)');
  const gapsNow = async (): Promise<unknown> => {
    // What is published is read once a minute by one service.
    service = new LagService(config, connections, new Clock(), noHeartbeat);
    return (await measure()).channels[0]?.subscription?.coverage?.gaps;
  };
  expect(await gapsNow()).toMatchObject([
    { kind: 'not-subscribed', headline: expect.stringContaining('public.log_2') },
  ]);
  // By the table above it each of them comes.
  await run(
    'target',
    `ALTER SUBSCRIPTION ${other.subscription} SET PUBLICATION ${other.publication}, logs, whole WITH (copy_data = false)`,
  );
  expect(await gapsNow()).toEqual([]);
});
