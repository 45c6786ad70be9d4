// Counting rows leaves a busy server alone, as verifying them does.
import type { ConsistencyList, MigrationDetail } from '@cutover/contracts';
import { keepThreadsRunning } from '../support/busy-threads.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let product: Product | null = null;
let calm: (() => Promise<void>) | null = null;

afterAll(async () => {
  await calm?.();
  await product?.end();
});

it('counts nothing on a server that is over its limit, and goes on when it is below', async () => {
  const lab = await labPair();
  calm = keepThreadsRunning(lab, 'source', 12);
  product = await startProduct(lab, {
    monitoring: { checksumIntervalMinutes: 0 },
    sections: { verification: { maxThreadsRunning: 5 } },
  });
  const running = product;
  const samples = new Set<string>();
  // A pass begins two seconds after replication is seen; ten more samples of it are ten seconds.
  await eventually('replication was seen for a while', async () => {
    const { replicaLag } = await running.get<MigrationDetail>('/api/migrations/shop');
    if (replicaLag?.state === 'idle' || replicaLag?.state === 'applying') samples.add(replicaLag.measuredAt);
    return samples.size > 10;
  });
  const counted = () => running.get<ConsistencyList>('/api/migrations/shop/consistency');
  expect((await counted()).results).toEqual([]);
  await calm();
  calm = null;
  await eventually('every table is counted', async () => {
    const { results } = await counted();
    return results.length > 0 && results.every(({ verdict }) => verdict === 'matched');
  });
});
