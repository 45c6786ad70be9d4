// One migration of several databases: each judged by itself, one answer for all, one health for each server.
import { z } from 'zod';
import {
  migrationGroupSchema,
  migrationSummarySchema,
  type AlertPage,
  type MigrationDetail,
  type MigrationGroup,
  notificationSchema,
} from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { openHttpSink, type HttpSink } from '../support/http-sink.js';
import { attestDisk } from '../support/attest-disk.js';
import { eventually } from '../support/eventually.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';

const parts = ['shop.shop', 'shop.other'] as const;
type Part = (typeof parts)[number];

let lab: PostgresLab;
let other: OtherDatabase;
let product: Product;
/** Is told of the second database alone. */
let hook: HttpSink;

const detail = (part: Part): Promise<MigrationDetail> => product.get(`/api/migrations/${part}`);
const group = (): Promise<MigrationGroup> => product.get('/api/groups/shop');
/** What the channel was told of, in the order of telling. */
const told = (what: 'firing' | 'resolved'): string[] =>
  hook.requests.flatMap(({ body }) => notificationSchema.parse(JSON.parse(body))[what].alerts.map(({ type }) => type));
const whenSafe = (): Promise<unknown> =>
  eventually('both databases are safe', async () => (await group()).answer === 'safe');

beforeAll(async () => {
  lab = await postgresPair();
  other = await watchOtherDatabase(lab);
  // Rights on the catalog are of each database, although the roles are of the server.
  const seesPasswords = 'GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO cutover';
  for (const role of ['source', 'target'] as const) await other.run(role, seesPasswords);
  hook = await openHttpSink();
  const channel = { name: 'hook', type: 'webhook', url: hook.url, secret: 'a-secret-of-the-webhook' };
  const channels = [{ ...channel, migrations: ['shop.other'], verdicts: false, groupSeconds: 0 }];
  product = await startProduct(lab, {
    sections: { alerts: { holdSeconds: 1, resolveSamples: 2, channels } },
    migration: { databases: [lab.database, other.database], schemas: ['public'] },
    sides: { database: undefined },
  });
  for (const part of parts) await attestDisk(product, part);
});

afterAll(async () => {
  await product?.end();
  await hook?.end();
  await other?.drop();
});

it('watches each database by itself, and folds their answers into one', async () => {
  await whenSafe();
  const summaries = z.array(migrationSummarySchema).parse(await product.get('/api/migrations'));
  expect(summaries.map(({ name, group, verdict }) => ({ name, group, answer: verdict.answer }))).toEqual([
    { name: 'shop.shop', group: { name: 'shop', database: 'shop', count: 2 }, answer: 'safe' },
    { name: 'shop.other', group: { name: 'shop', database: 'other', count: 2 }, answer: 'safe' },
  ]);
  const [listed] = z.array(migrationGroupSchema).parse(await product.get('/api/groups'));
  expect(listed).toMatchObject({ group: 'shop', engine: 'postgres', answer: 'safe' });
  expect(migrationGroupSchema.parse(await group()).databases.map(({ reason }) => reason)).toEqual([null, null]);
  expect(await (await product.send('GET', '/metrics')).text()).toContain('cutover_group_ready{group="shop"} 1');
});

it('is not safe when one row of one database differs, and says in which', async () => {
  await other.run('target', "UPDATE notes SET body = 'changed' WHERE id = 1");
  const seen = await eventually('the difference is seen', async () => {
    const now = await group();
    return now.answer === 'not-safe' ? now : undefined;
  });
  expect(seen.databases.map(({ migration, answer }) => [migration, answer])).toEqual([
    ['shop.other', 'not-safe'],
    ['shop.shop', 'safe'],
  ]);
  expect(seen.databases[0]?.reason?.message).toContain('public.notes');
  expect(await (await product.send('GET', '/metrics')).text()).toContain('cutover_group_ready{group="shop"} 0');
  await other.run('target', "UPDATE notes SET body = 'of another application' WHERE id = 1");
  await whenSafe();
});

it('tells once of a server that is away, and shows it in every database', async () => {
  await lab.break('publisher-down');
  try {
    await eventually('neither can be told', async () =>
      (await group()).databases.every(({ answer }) => answer === 'cannot-tell'),
    );
    // Each may notice by itself at first, by a lag that could not be read or by its connection: then one tells for both.
    await eventually('both are down, by what one of them tells', async () => {
      const seen = await Promise.all(parts.map(async (part) => (await detail(part)).connectionStatus.source));
      return seen.every(({ state }) => state === 'down') && seen[0]!.toldBy === null && seen[1]!.toldBy === 'shop.shop';
    });
    await eventually('the alert fires', async () => {
      const { alerts } = await product.get<AlertPage>('/api/alerts?state=firing&limit=200');
      const lost = alerts.filter(({ type }) => type === 'connection_lost').map(({ migration }) => migration);
      expect(lost).not.toContain('shop.other');
      return lost.includes('shop.shop');
    });
    // Who wants to know of one database hears of its server too.
    await eventually('the channel is told', () => told('firing').includes('connection_lost'), 30_000);
  } finally {
    await lab.mend('publisher-down');
  }
  await whenSafe();
  await eventually('the channel is told of the end', () => told('resolved').includes('connection_lost'), 30_000);
  expect(told('firing').filter((type) => type === 'connection_lost')).toHaveLength(1);
});

it('keeps to few connections a database, and leaves none behind that was idle', async () => {
  const { rows } = await lab.withAdmin('source', (admin) =>
    admin.query<{ datname: string; n: number }>(
      "SELECT datname, count(*)::integer AS n FROM pg_stat_activity WHERE usename = 'cutover' AND NOT backend_type = 'walsender' AND query NOT LIKE 'BEGIN%' GROUP BY datname ORDER BY datname",
    ),
  );
  expect(rows.map(({ datname }) => datname)).toEqual(['other', 'shop']);
  // One that asks who answers, of the first alone; two for statements, and at most two of a comparison.
  for (const { n } of rows) expect(n).toBeLessThanOrEqual(5);
});

it('knows a database that is gone from a server that is away', async () => {
  // In place of the database: it is away for everybody but its owner.
  const allow = (isAllowed: boolean): Promise<unknown> =>
    lab.withAdmin('source', (admin) => admin.query(`ALTER DATABASE other ALLOW_CONNECTIONS ${isAllowed}`));
  const end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'other'";
  await allow(false);
  try {
    await lab.withAdmin('source', (admin) => admin.query(end));
    const away = await eventually('the database is away', async () => {
      const { source } = (await detail('shop.other')).connectionStatus;
      return source.state === 'down' ? source : undefined;
    });
    expect(away.toldBy).toBeNull();
    expect((await detail('shop.shop')).connectionStatus.source.state).toBe('up');
    await eventually('all cannot be told', async () => (await group()).answer === 'cannot-tell');
    expect((await group()).databases).toMatchObject([
      { migration: 'shop.other', answer: 'cannot-tell' },
      { migration: 'shop.shop', answer: 'safe' },
    ]);
  } finally {
    await allow(true);
  }
  await whenSafe();
});

it('says of the name of all what to ask instead', async () => {
  const refused = await product.send('GET', '/api/migrations/shop');
  expect(refused.status).toBe(404);
  expect(await refused.json()).toMatchObject({
    code: 'MIGRATION_UNKNOWN',
    message: expect.stringMatching(
      /^"shop" has several databases: .*\(shop\.shop, shop\.other\).*\/api\/groups\/shop$/,
    ),
  });
  const unknown = await product.send('GET', '/api/groups/crm');
  expect(await unknown.json()).toMatchObject({ code: 'GROUP_UNKNOWN', message: expect.stringContaining('shop') });
});
