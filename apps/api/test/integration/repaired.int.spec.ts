import type {
  AlertPage,
  ChecksumResult,
  ChecksumRun,
  MigrationDetail,
  RowDifferencePage,
  TableChunkPage,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';

const rows = 200_000;
/** Of a type that is hashed by itself, and empty: rows that take long to hash, and no room. */
const columns = Array.from({ length: 140 }, (_, index) => `d${index}`);
const path = '/api/migrations/shop/checksums';

let lab: Lab;
let twin: TwinDatabase;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
  twin = await createTwin(lab, 'repaired');
  await twin.both(
    `CREATE TABLE big (id INT PRIMARY KEY, ${columns.map((name) => `${name} MEDIUMTEXT NOT NULL DEFAULT ''`).join(', ')})`,
    `INSERT INTO big (id) SELECT seq FROM seq_1_to_${rows}`,
    'CREATE TABLE a_small (id INT PRIMARY KEY)',
    'INSERT INTO a_small VALUES (1)',
  );
  const ends = { source: endpointOf(lab, 'source'), target: endpointOf(lab, 'target') };
  product = await startProduct(lab, {
    monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0 },
    sections: { migrations: [{ name: 'shop', ...ends, databases: [twin.name] }] },
  });
});
afterAll(async () => {
  await product.end();
  await twin.drop();
});

/** In the last ranges of the table: a comparison from its beginning comes to them last. */
const break2 = [`UPDATE big SET d0 = 'x' WHERE id = ${rows - 5}`, `UPDATE big SET d1 = 'y' WHERE id = ${rows / 2}`];
const mendOne = `UPDATE big SET d0 = '' WHERE id = ${rows - 5}`;
const mendOther = `UPDATE big SET d1 = '' WHERE id = ${rows / 2}`;

const big = (): Promise<ChecksumResult> => product.get<ChecksumResult>(`${path}/repaired/big`);
async function start(): Promise<ChecksumRun> {
  return eventually('a run starts', async () => {
    const answer = await product.send('POST', `${path}/runs`, {});
    return answer.status === 202 ? ((await answer.json()) as ChecksumRun) : null;
  });
}
const run = (id: string): Promise<ChecksumRun> => product.get<ChecksumRun>(`${path}/runs/${id}`);
const whenEnded = (id: string): Promise<ChecksumRun> =>
  eventually('the run ends', async () => {
    const now = await run(id);
    return now.state !== 'running' && now;
  });
const firing = async (): Promise<string[]> =>
  (await product.get<AlertPage>('/api/alerts?state=firing')).alerts.map(({ type }) => type);

describe('a table that was proved different', () => {
  beforeAll(async () => {
    await twin.only('target', ...break2);
    await whenEnded((await start()).id);
  });

  it('differs in some of its ranges', async () => {
    const { chunks } = await product.get<TableChunkPage>(`${path}/repaired/big/chunks?limit=1000`);
    expect(await big()).toMatchObject({ verdict: 'diverged', differences: { changed: 2 } });
    expect(chunks.filter(({ verdict }) => verdict === 'diverged').length).toBeLessThan(chunks.length);
  });

  it('stays so while one of its ranges differs, and its turn does not come before that of others', async () => {
    await twin.only('target', mendOne);
    const { id } = await start();
    const ended = await whenEnded(id);
    expect(ended.results.map(({ table, verdict }) => [table, verdict])).toEqual([
      ['repaired.a_small', 'matched'],
      ['repaired.big', 'diverged'],
    ]);
    expect(await big()).toMatchObject({ verdict: 'diverged', differences: { changed: 1 } });
  });

  it('is repaired as soon as all of them match, and equal only when the whole table is proved', async () => {
    await eventually('the alert fires', async () => (await firing()).includes('checksum_diverged'));
    await twin.only('target', mendOther);
    const { id, startedAt } = await start();
    const repaired = await eventually('the ranges are found equal', async () => {
      const result = await big();
      expect([result.verdict, (await run(id)).state]).not.toEqual(['diverged', 'finished']);
      return result.repaired && result;
    });
    expect(repaired).toMatchObject({
      ...{ verdict: 'unverified', reason: expect.stringMatching(/^Repaired, not yet proved whole/) },
      ...{ differences: { changed: 0, complete: false }, lastAttempt: null },
    });
    expect((repaired.repaired?.since ?? '') > startedAt).toBe(true);
    expect(await product.get<RowDifferencePage>(`${path}/repaired/big/differences`)).toMatchObject({ total: 0 });
    const during = await run(id);
    expect(during).toMatchObject({ state: 'running', tables: { done: 0 } });
    const { verdict } = await product.get<MigrationDetail>('/api/migrations/shop');
    expect(verdict.answer).not.toBe('safe');
    await eventually(
      'the difference is claimed no longer',
      async () => !(await firing()).includes('checksum_diverged'),
    );

    const ended = await whenEnded(id);
    // Whoever has repaired it waits for it: before the tables of which nothing was wrong.
    expect(ended.results.map(({ table, verdict: each }) => [table, each])).toEqual([
      ['repaired.big', 'matched'],
      ['repaired.a_small', 'matched'],
    ]);
    const proved = await big();
    expect(proved).toMatchObject({ verdict: 'matched', sourceRows: String(rows) });
    expect(proved).not.toHaveProperty('repaired');
  });
});
