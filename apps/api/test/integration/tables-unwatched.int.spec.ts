// Nothing is compared by itself (both intervals are 0): the list of tables is looked at all the same.
import type { ChecksumRun, MigrationDetail } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { runOn } from '../support/run-on.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;
let product: Product;

const migration = () => product.get<MigrationDetail>('/api/migrations/shop');
const unlogged = 'SET SESSION sql_log_bin = 0';

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  product = await startProduct(lab, { monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0 } });
});

afterAll(async () => {
  await product.end();
  await runOn(lab, 'source', unlogged, 'DROP TABLE IF EXISTS shop.unwatched');
  await runOn(lab, 'target', unlogged, 'DROP TABLE IF EXISTS shop.unwatched');
});

it('is safe no longer when a table was made on the source that the target has not', async () => {
  await eventually('both sides answer', async () => (await migration()).replicaLag?.state === 'idle');
  const answer = await product.send('POST', '/api/migrations/shop/checksums/runs');
  const { id } = (await answer.json()) as ChecksumRun;
  await eventually('the run ends', async () => {
    const run = await product.get<ChecksumRun>(`/api/migrations/shop/checksums/runs/${id}`);
    return run.state === 'finished' && run.verdict === 'matched';
  });
  const isSafe = async (): Promise<boolean> => (await migration()).verdict.answer === 'safe';
  await eventually('safe', isSafe);
  await runOn(lab, 'source', unlogged, 'CREATE TABLE shop.unwatched (id INT PRIMARY KEY)');
  await eventually('not safe for that table', async () => {
    const { answer, reasons } = (await migration()).verdict;
    return answer !== 'safe' && JSON.stringify(reasons).includes('shop.unwatched');
  });
});
