// Counting rows leaves a busy server alone, as verifying them does.
import type { ConsistencyList, MigrationDetail } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { keepThreadsRunning } from '../support/busy-threads.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { openedVerifiers } from '../support/opened-verifiers.js';
import { startProduct, type Product } from '../support/product.js';

let product: Product | null = null;
let calm: (() => Promise<void>) | null = null;

// The next test counts what is asked of the servers, so nobody else may ask.
afterEach(async () => {
  await calm?.();
  calm = null;
  await product?.end();
  product = null;
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

describe('a table that is costly to count', () => {
  let lab: Lab;
  const open = openedVerifiers(() => lab);
  /** What our account has counted on the source since the last call. */
  const counts = async (): Promise<string[]> =>
    lab.withAdmin('source', async (root) => {
      const [rows] = await root.query(
        "SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE argument LIKE '%COUNT(*)%' AND user_host LIKE 'cutover%'",
      );
      await root.query('TRUNCATE mysql.general_log');
      return (rows as { text: string }[]).map(({ text }) => text);
    });
  const logAll = async (isOn: boolean): Promise<void> =>
    lab.withoutBinaryLog('source', async (root) => {
      await root.query(`SET GLOBAL log_output = '${isOn ? 'TABLE' : 'FILE'}'`);
      await root.query(`SET GLOBAL general_log = ${isOn ? 'ON' : 'OFF'}`);
      await root.query('TRUNCATE mysql.general_log');
    });

  beforeAll(async () => {
    lab = await labPair();
    await lab.catchUp();
    await logAll(true);
  });
  afterAll(() => logAll(false));

  it('has its rows from the verification that has just read them, and is counted where that proved nothing', async () => {
    const verifier = await open({ tables: ['shop.customers', 'shop.carts'], databases: undefined });
    const counted = (await verifier.consistencyAll()).get('shop.customers');
    expect(await counts()).not.toEqual([]);

    verifier.makeCountingCostly();
    await verifier.consistencyAll();
    // Nothing was verified yet.
    expect(await counts()).not.toEqual([]);

    const { startedAt } = (await verifier.checksumAll()).get('shop.customers')!;
    await counts();
    const verified = (await verifier.consistencyAll()).get('shop.customers');
    expect(await counts()).toEqual([]);
    expect(verified).toMatchObject({ verdict: 'matched', source: counted?.source, target: counted?.target });
    expect(verified?.reason).toContain(`Rows as they were verified, from ${startedAt} on`);
  });
});
