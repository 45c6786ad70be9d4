// Hundreds of tables, of which some vanish while a run is under way and a client does not read what it is sent.
import type { Socket as TcpSocket } from 'node:net';
import type { ChecksumList, ConsistencyList, MigrationDetail } from '@cutover/contracts';
import { connectDeaf } from '../support/deaf-client.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';

const tables = 300;
const vanishing = 50;
const name = (index: number): string => `t${String(index).padStart(3, '0')}`;

let twin: TwinDatabase;
let product: Product;
let deaf: TcpSocket;

beforeAll(async () => {
  const lab = await labPair();
  twin = await createTwin(lab, 'vanish');
  const all = Array.from({ length: tables }, (_, index) => name(index));
  await twin.both(
    `CREATE TABLE ${all[0]} (id INT PRIMARY KEY, note VARCHAR(20))`,
    `INSERT INTO ${all[0]} SELECT seq, CONCAT('row ', seq) FROM seq_1_to_50`,
    ...all.slice(1).map((table) => `CREATE TABLE ${table} AS SELECT * FROM ${all[0]}`),
  );
  product = await startProduct(lab, {
    migration: { databases: ['vanish'] },
    monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0.05 },
  });
  deaf = await connectDeaf(product.url);
}, 120_000);
afterAll(async () => {
  deaf?.destroy();
  await product?.end();
  await twin?.drop();
});

const detail = (): Promise<MigrationDetail> => product.get('/api/migrations/shop');

it('ends the run, forgets the tables that are gone, proves the others, and serves all the while', async () => {
  await eventually('the tables', async () => (await detail()).tables.watched === tables);
  const started = await product.send('POST', '/api/migrations/shop/checksums/runs', {});
  expect(started.status).toBe(202);
  await eventually('the run to be under way', async () => ((await detail()).activeRun?.tables.done ?? 0) >= 20);
  const gone = Array.from({ length: vanishing }, (_, index) => name(tables - 1 - index));
  await twin.both(`DROP TABLE ${gone.join(', ')}`);
  await eventually('the end of the run', async () => {
    expect((await product.send('GET', '/api/health/live')).status).toBe(200);
    return (await detail()).activeRun === null;
  });
  await eventually('the tables that are left', async () => (await detail()).tables.watched === tables - vanishing);
  // What the run said of tables that vanished under it is no verdict of a watched table; the next one proves the rest.
  expect((await product.send('POST', '/api/migrations/shop/checksums/runs', {})).status).toBe(202);
  await eventually('every table that is left is proved', async () => {
    const seen = (await detail()).tables;
    return seen.checksums.matched === tables - vanishing && seen.consistency.matched === tables - vanishing;
  });
  const { results } = await product.get<ChecksumList>('/api/migrations/shop/checksums');
  expect(results.filter(({ verdict }) => verdict !== 'matched')).toEqual([]);
  // A pass that was under way still knows them; the next one does not.
  await eventually('counts of the tables that are left alone', async () => {
    const counted = await product.get<ConsistencyList>('/api/migrations/shop/consistency');
    return counted.results.length === tables - vanishing;
  });
});
