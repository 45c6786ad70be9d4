import { grantsFor, type Lab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { Clock } from '../../src/platform/clock.js';
import { TablesService, type CatalogChange } from '../../src/tables/tables.service.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let opened: ConnectionsService[] = [];

beforeAll(async () => {
  lab = await labPair();
});

afterEach(async () => {
  await Promise.all(opened.map((service) => service.onApplicationShutdown()));
  opened = [];
});

async function tablesOf(changes: Parameters<typeof configOf>[1] = {}): Promise<TablesService> {
  const config = configOf(lab, changes);
  const connections = startConnections(config);
  opened.push(connections);
  return new TablesService(config, await whenUp(connections), new Clock());
}

/** Runs statements on the source, which replicate, and waits for the target. */
async function replicate(...statements: string[]): Promise<void> {
  await lab.withAdmin('source', async (root) => {
    for (const statement of statements) await root.query(statement);
  });
  await lab.catchUp();
}

it('finds the same tables on both sides, with columns, keys and engine', async () => {
  const { tables } = await (await tablesOf()).discover('shop');
  expect(tables.length).toBeGreaterThanOrEqual(12);
  // When a table was made is another moment on each side.
  for (const { source, target } of tables)
    expect({ ...source, changedAt: undefined }).toEqual({ ...target, changedAt: undefined });
  const orders = tables.find(({ id }) => id === 'shop.orders');
  expect(orders?.source).toMatchObject({ kind: 'table', engine: 'InnoDB', primaryKey: ['id'] });
  expect(orders?.source?.columns[0]).toMatchObject({ name: 'id', type: expect.stringContaining('int') });
});

it('leaves out the views of a database that is watched whole, and flags one that is named', async () => {
  const whole = await (await tablesOf()).discover('shop');
  expect(whole.tables.filter(({ source }) => source?.kind === 'view')).toEqual([]);
  const named = await (await tablesOf({ tables: ['shop.order_totals'] })).discover('shop');
  const view = named.tables.find(({ id }) => id === 'shop.order_totals');
  expect(view?.source).toMatchObject({ kind: 'view', engine: null });
});

it('takes names with backticks, dots, spaces, quotes and accents, and tells case apart', async () => {
  const names = ['we`ird', 'dot.ted', 'two words', `it's "quoted"`, 'ñandú ☃', 'per%cent_', 'Case', 'case'];
  const quoted = names.map((name) => `shop.\`${name.replaceAll('`', '``')}\``);
  await replicate(...quoted.map((name) => `CREATE TABLE ${name} (b INT, a INT, PRIMARY KEY (a, b))`));
  try {
    const { tables } = await (await tablesOf({ excludeTables: ['shop.CASE', 'shop.*cent_'] })).discover('shop');
    for (const name of names) {
      const found = tables.find((table) => table.id === `shop.${name}`);
      if (name === 'per%cent_') expect(found).toBeUndefined();
      else expect(found?.target).toMatchObject({ primaryKey: ['a', 'b'] });
    }
  } finally {
    await replicate(...quoted.map((name) => `DROP TABLE ${name}`));
  }
});

it('lists a configured table that exists nowhere, and nothing beside what is named', async () => {
  const named = { databases: undefined, tables: ['shop.orders', 'shop.ghost 👻'] };
  const { tables } = await (await tablesOf(named)).discover('shop');
  expect(tables.map(({ id }) => id)).toEqual(['shop.ghost 👻', 'shop.orders']);
  expect(tables[0]).toMatchObject({ source: null, target: null });
});

it('tells what appeared and what disappeared', async () => {
  const service = await tablesOf();
  const changes: CatalogChange[] = [];
  service.changes.subscribe((change) => changes.push(change));
  await service.discover('shop');
  expect(changes).toEqual([]);
  await replicate('CREATE TABLE shop.newcomer (id INT PRIMARY KEY)');
  await service.discover('shop');
  await replicate('DROP TABLE shop.newcomer');
  await service.discover('shop');
  expect(changes).toEqual([
    { migration: 'shop', appeared: ['shop.newcomer'], disappeared: [] },
    { migration: 'shop', appeared: [], disappeared: ['shop.newcomer'] },
  ]);
});

it('keeps a table that one side lost', async () => {
  await lab.break('table-dropped');
  try {
    const { tables } = await (await tablesOf()).discover('shop');
    const lost = tables.filter(({ target }) => target === null);
    expect(lost).toHaveLength(1);
    expect(lost[0]?.source).not.toBeNull();
  } finally {
    await lab.mend('table-dropped');
  }
});

it('refuses to call tables gone that it may not see', async () => {
  const service = await tablesOf();
  await service.discover('shop');
  const run = (sql: string) => lab.withoutBinaryLog('source', (root) => root.query(sql).then(() => undefined));
  await run(`REVOKE ALL ON shop.* FROM 'cutover'@'%'`);
  try {
    await expect(service.discover('shop')).rejects.toThrow("GRANT SELECT ON `shop`.* TO 'cutover'@'%';");
    expect(service.snapshot('shop')?.tables.length).toBeGreaterThan(0);
  } finally {
    for (const grant of grantsFor('source', 'shop')) await run(grant);
  }
});
