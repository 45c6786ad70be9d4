// The stage of the tests of PostgreSQL, without the product.
import { Client } from 'pg';
import { postgresBreakNames, type PostgresLab } from '@cutover/lab';
import { whileBroken } from '../support/lab-pair.js';
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
  expect(await askOne(lab.admin('source'), count)).toBe(1000);
  expect(await askOne(lab.admin('target'), count)).toBe(1000);
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
