// A proof on MySQL, from the moment when it is made to the answer, while something happens that makes it worth nothing.
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { putEmpty, readOn, sourceGtid } from '../support/mysql-transactions.js';
import { runOn } from '../support/run-on.js';
import { startProduct, type Product } from '../support/product.js';
import { answers, detailOf, proveAll, resultsOf, verifyAll } from '../support/proved-product.js';
import { serverLine } from '../support/server-line.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  let product: Product;

  beforeAll(async () => {
    lab = await labPair();
    // Rows are compared on request only, so that what is void stays so until a test asks for the next run.
    product = await startProduct(lab, { monitoring: { checksumIntervalMinutes: 0 } });
  });
  afterAll(() => product?.end());

  const renamed = "UPDATE shop.suppliers SET name = CONCAT('!!', name) WHERE id = 1";
  /** On both sides, without a trace: the row is as it was before. */
  const mend = async (): Promise<void> => {
    for (const role of ['source', 'target'] as const)
      await runOn(
        lab,
        role,
        ...['SET SESSION sql_log_bin = 0', 'UPDATE shop.suppliers SET name = SUBSTRING(name, 3) WHERE name LIKE "!!%"'],
      );
  };

  it('a transaction that was left out by an empty one makes every proof void, and is found by the next run', async () => {
    await proveAll(product, lab);
    await runOn(lab, 'target', 'STOP REPLICA');
    await runOn(lab, 'source', renamed);
    await putEmpty(lab, 'target', await sourceGtid(lab, 0));
    await runOn(lab, 'target', 'START REPLICA');
    try {
      await eventually('all void', async () => (await resultsOf(product)).every(({ voided }) => voided));
      expect(JSON.stringify((await answers(product, 'cannot-tell')).reasons)).toContain('the proof is void');
      expect(await verifyAll(product, lab)).toMatchObject({ verdict: 'diverged' });
      await answers(product, 'not-safe');
    } finally {
      await mend();
    }
  });

  it('a write on the target is not hidden by what is replicated after it, nor by giving the source its GTID', async () => {
    await proveAll(product, lab);
    const load = lab.startLoad({ rate: 50 });
    try {
      await runOn(lab, 'target', renamed);
      const { replicaLag } = await eventually('it is seen', async () => {
        const now = await detailOf(product);
        return now.replicaLag?.domains.some(({ errantGtids }) => errantGtids !== null) && now;
      });
      const own = await readOn(lab, 'target', 'SELECT @@server_uuid');
      const errant = replicaLag?.domains.find(({ domain }) => domain === own);
      expect(errant).toMatchObject({ errantOf: 'target' });
      await answers(product, 'not-safe');
      const before = load.commits();
      await eventually('more is replicated', () => load.commits() > before + 50);
      await lab.catchUp();
      expect((await detailOf(product)).verdict.answer).toBe('not-safe');
      await load.stop();
      await putEmpty(lab, 'source', errant?.errantGtids ?? '');
      await lab.catchUp();
      const { verdict } = await eventually('it is no errant transaction any more', async () => {
        const now = await detailOf(product);
        return now.replicaLag?.domains.every(({ errantGtids }) => errantGtids === null) && now;
      });
      expect(verdict.answer).toBe('cannot-tell');
      expect(await verifyAll(product, lab)).toMatchObject({ verdict: 'diverged' });
    } finally {
      await load.stop();
      await runOn(
        lab,
        'target',
        ...['SET SESSION sql_log_bin = 0', 'UPDATE shop.suppliers SET name = SUBSTRING(name, 3) WHERE name LIKE "!!%"'],
      );
    }
    await proveAll(product, lab);
  });

  it('a write on the target that was found harmless by a comparison is harmless when its GTID is given to the source', async () => {
    await proveAll(product, lab);
    await runOn(lab, 'target', 'CREATE DATABASE elsewhere');
    try {
      await answers(product, 'not-safe');
      // What was begun before it was seen is void with all else.
      await eventually('all void', async () => (await resultsOf(product)).every(({ voided }) => voided));
      await verifyAll(product, lab);
      const { replicaLag } = await detailOf(product);
      const errant = replicaLag?.domains.find(({ errantGtids }) => errantGtids !== null)?.errantGtids ?? '';
      await putEmpty(lab, 'source', errant);
      await lab.catchUp();
      await answers(product, 'safe');
    } finally {
      await runOn(lab, 'target', 'SET SESSION sql_log_bin = 0', 'DROP DATABASE elsewhere');
    }
  });
});
