// The stage of the tests of PostgreSQL, without the product.
import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { addDatabase, postgresBreakNames, type PostgresLab } from '@cutover/lab';
import { endpointOf, whileBroken } from '../support/lab-pair.js';
import { startPgBouncer } from '../support/pg-bouncer.js';
import { postgresPair } from '../support/postgres-pair.js';

let lab: PostgresLab;

beforeAll(async () => {
  lab = await postgresPair();
});

async function askOne(options: ConstructorParameters<typeof Client>[0], ...statements: string[]): Promise<unknown> {
  const client = new Client(options);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

it('holds a small shop on both sides, and is the same pair for the next who asks', async () => {
  const count = 'SELECT count(*)::integer FROM order_items';
  // Other files may have let the shop sell something.
  await lab.catchUp();
  const rows = await askOne(lab.admin('source'), count);
  expect(rows).toBeGreaterThanOrEqual(1000);
  expect(await askOne(lab.admin('target'), count)).toBe(rows);
  const again = await postgresPair();
  expect(again.endpoints).toEqual(lab.endpoints);
});

it('is whole again after a file that left it broken', async () => {
  await lab.break('subscription-disabled');
  const next = await postgresPair();
  expect((await next.status()).breaks).toEqual([]);
  expect((await next.status()).replication).toMatchObject({ isEnabled: true, isWorkerRunning: true });
});

it.each(postgresBreakNames)('is broken by %s for as long as a test needs that', async (name) => {
  await whileBroken(lab, name, async () => {
    expect((await lab.status()).breaks).toMatchObject([{ name }]);
  });
  expect((await lab.status()).breaks).toEqual([]);
  await lab.catchUp();
});

it('can be reached through a real PgBouncer, which hands a session to another client after each transaction', async () => {
  const bouncer = await startPgBouncer(lab, 'target');
  const { username: user, password, host } = endpointOf(lab, 'target');
  const options = { host, port: bouncer.port, user, password, database: lab.database };
  const folder = lab.place.state.socketFolder;
  try {
    expect(await askOne(options, 'SELECT current_user')).toBe('cutover');
    expect(await askOne(options, 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toBe(true);
    const [first, second] = [new Client(options), new Client(options)];
    await Promise.all([first.connect(), second.connect()]);
    await first.query("SET application_name = 'mine'; SET statement_timeout = '7s'");
    const { rows } = await second.query('SHOW statement_timeout');
    await Promise.all([first.end(), second.end()]);
    expect(rows).toEqual([{ statement_timeout: '7s' }]);
  } finally {
    await bouncer.end();
  }
  await expect(askOne(options, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  expect(readdirSync(folder).filter((name) => name.startsWith('pgbouncer'))).toEqual([]);
});

it('can hold a subscription of another database beside its own', async () => {
  const slots = "SELECT string_agg(slot_name, ' ' ORDER BY slot_name) FROM pg_replication_slots";
  const listed = "SELECT string_agg(subname, ' ' ORDER BY subname) FROM pg_subscription";
  const workers = "SELECT count(pid)::integer FROM pg_stat_subscription WHERE subname = 'other_subscription'";
  await addDatabase(lab, 'other');
  // The first is as one that a failed test has left.
  const other = await addDatabase(lab, 'other');
  try {
    expect(await askOne(lab.admin('source'), slots)).toBe('other_subscription shop_subscription');
    // Seen from the shop's database.
    expect(await askOne(lab.admin('target'), listed)).toBe('other_subscription shop_subscription');
    expect(await askOne(lab.admin('target', other.database), 'SELECT body FROM notes')).toBe('of another application');
    expect(await askOne(lab.admin('target'), workers)).toBe(1);
    await other.disable();
    expect((await lab.status()).replication).toMatchObject({ isEnabled: true, isWorkerRunning: true });
  } finally {
    await other.drop();
  }
  expect(await askOne(lab.admin('source'), slots)).toBe('shop_subscription');
  expect(await askOne(lab.admin('target'), listed)).toBe('shop_subscription');
});
