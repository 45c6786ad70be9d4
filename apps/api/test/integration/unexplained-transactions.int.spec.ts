// A write on the target under another server id, hidden by what was replicated after it, while Cutover was not running.
import type { ChecksumRun, MigrationDetail } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { answers, resultsOf, verifyAll as verifyAllOf } from '../support/proved-product.js';

let lab: Lab;
let product: Product;

const detail = () => product.get<MigrationDetail>('/api/migrations/shop');
const checksOf = async () => (await detail()).verdict.reasons.map(({ check }) => check);
const onTarget = (...statements: string[]) =>
  lab.withAdmin('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });

const verifyAll = (): Promise<ChecksumRun> => verifyAllOf(product, lab);

async function replicateSome(): Promise<void> {
  await lab.withAdmin('source', async (root) => {
    for (let index = 0; index < 3; index++)
      await root.query(
        "INSERT INTO shop.audit_log (table_name, row_key, action, actor) VALUES ('t', 'k', 'note', 'test')",
      );
  });
  await lab.catchUp();
}

beforeAll(async () => {
  lab = await labPair();
  await onTarget('SET GLOBAL gtid_strict_mode = OFF');
  // Rows are compared on request only: what was proved stays as it is. Counting them finds the list of tables, also where a side
  // is slow to connect.
  product = await startProduct(lab, { monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0.2 } });
});
afterAll(async () => {
  await product.end();
  await onTarget(
    ...['SET SESSION sql_log_bin = 0', "UPDATE shop.suppliers SET name = SUBSTRING(name, 3) WHERE name LIKE '!!%'"],
    ...['STOP SLAVE', 'RESET MASTER', 'START SLAVE', 'SET GLOBAL gtid_strict_mode = ON'],
  );
  await lab.catchUp();
});

it('is not safe on the proofs of the process before, until every table is proved again', async () => {
  await eventually('replication is seen', async () => (await detail()).replicaLag?.state === 'idle');
  await verifyAll();
  await answers(product, 'safe');
  await product.stop();

  await onTarget(
    ...['SET SESSION server_id = 999', "UPDATE shop.suppliers SET name = CONCAT('!!', name) WHERE id = 1"],
  );
  await replicateSome();
  product = await product.restart();
  // The proofs are there and young; they are of before, and nothing else stands in the way.
  const { verdict, replicaLag } = await eventually('the proofs of the process before are taken up', async () => {
    const seen = await detail();
    const isKnown = seen.replicaLag?.domains[0]?.unexplainedGtids !== undefined;
    const isReady = isKnown && seen.replicaLag?.state === 'idle' && seen.verdict.basis.tablesWatched !== null;
    // By the transaction, or by the time in which nobody watched, where the source answers a moment after the target: the answer names
    // no reason where it differs by table.
    return isReady && (await resultsOf(product)).every(({ voided }) => voided) && seen;
  });
  expect(replicaLag?.domains[0]?.unexplainedGtids).toMatch(/^0-999-\d+$/);
  expect(verdict).toMatchObject({ answer: 'cannot-tell', basis: { tablesEqual: 0 } });
  expect(verdict.reasons.map(({ check }) => check).sort()).toEqual(['checksum-unverified', 'unexplained-transactions']);

  await verifyAll();
  // A run has ended a moment before what it found is in the answer.
  await eventually('it is not safe', async () => (await detail()).verdict.answer === 'not-safe');
  expect(await checksOf()).toContain('checksum-diverged');

  await onTarget('SET SESSION sql_log_bin = 0', 'UPDATE shop.suppliers SET name = SUBSTRING(name, 3) WHERE id = 1');
  await verifyAll();
  // Whoever wrote them: every table is equal with what they wrote. A warning is left.
  await answers(product, 'safe');

  // Nothing is compared meanwhile.
  await product.kill();
  product = await product.restart();
  await answers(product, 'safe');
});
