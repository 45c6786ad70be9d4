// Replication that leaves a watched table out, from before Cutover looked: all is equal, nothing lags, and the next write is lost.
import type { ChecksumRun, MigrationDetail } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { runOn } from '../support/run-on.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;
let product: Product;

const migration = () => product.get<MigrationDetail>('/api/migrations/shop');
const filter = (tables: string): Promise<void> =>
  runOn(lab, 'target', 'STOP SLAVE', `SET GLOBAL replicate_wild_ignore_table = '${tables}'`, 'START SLAVE');

/** Compares every table; all are equal. */
async function proveAll(): Promise<void> {
  await lab.catchUp();
  const { id } = await eventually('a run', async () => {
    const answer = await product.send('POST', '/api/migrations/shop/checksums/runs');
    return answer.ok && ((await answer.json()) as ChecksumRun);
  });
  await eventually('every table is proved equal', async () => {
    const run = await product.get<ChecksumRun>(`/api/migrations/shop/checksums/runs/${id}`);
    return run.state === 'finished' && run.verdict === 'matched';
  });
}

beforeAll(async () => {
  lab = await labPair();
});

beforeEach(async () => {
  await filter('shop.suppl%,other.%');
  product = await startProduct(lab, { monitoring: { checksumIntervalMinutes: 0 } });
});

afterEach(async () => {
  await product.end();
  await filter('');
  await lab.catchUp();
});

it('is not safe while a watched table is left out, says which and by what, and is safe when others are', async () => {
  await proveAll();
  const { verdict } = await eventually('every table counts', async () => {
    const now = await migration();
    const { tablesEqual, tablesWatched } = now.verdict.basis;
    return now.replicaLag?.state === 'idle' && tablesEqual === tablesWatched && now;
  });
  expect(verdict.answer).toBe('cannot-tell');
  expect(verdict.reasons).toMatchObject([{ check: 'replication-filters', tables: ['shop.suppliers'] }]);
  expect(verdict.reasons[0]?.message).toContain('replicate_wild_ignore_table = shop.suppl%,other.% on the target');

  await filter('other.%');
  await eventually('what was proved under the other filter is void', async () =>
    (await migration()).verdict.reasons.every(({ check }) => check === 'checksum-unverified'),
  );
  await proveAll();
  await eventually('safe', async () => (await migration()).verdict.answer === 'safe');
});
