// Rows of PostgreSQL are compared in pairs of snapshots, where the account has the rights that these need.
import type { PostgresLab } from '@cutover/lab';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { grantPairs } from '../support/postgres-pairs.js';
import { told } from '../support/scenario-found.js';
import { notMatched, startVerifier, type Verifier } from '../support/verifier.js';

let lab: PostgresLab;
let verifier: Verifier;
let takeBack: () => Promise<void>;

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  takeBack = await grantPairs(lab);
  verifier = await startVerifier(lab, configOf(lab));
});

afterAll(async () => {
  await verifier?.close();
  await takeBack?.();
});

const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));

it('proves every table in snapshots, while the shop is written', async () => {
  const load = lab.startLoad({ rate: 50 });
  try {
    const results = await verifier.checksumAll();
    expect(notMatched(results)).toEqual({});
    expect(new Set([...results.values()].map(({ mode }) => mode))).toEqual(new Set(['snapshot']));
  } finally {
    await load.stop();
  }
  await lab.catchUp();
});

it('names the one row that differs', async () => {
  await onTarget(
    'UPDATE stock SET on_hand = -77 WHERE (warehouse_id, product_id) = (SELECT min(warehouse_id), 1 FROM stock)',
  );
  const { finding, differences } = await verifier.verify('public.stock');
  await lab.withAdmin('source', async (source) => {
    const { rows } = await source.query<{ n: number; w: number }>(
      'SELECT on_hand AS n, warehouse_id AS w FROM stock WHERE product_id = 1 ORDER BY warehouse_id LIMIT 1',
    );
    await onTarget(`UPDATE stock SET on_hand = ${rows[0]!.n} WHERE warehouse_id = ${rows[0]!.w} AND product_id = 1`);
  });
  expect(finding).toMatchObject({ verdict: 'diverged', mode: 'snapshot' });
  expect(differences.map(told)).toHaveLength(1);
  expect((await verifier.verify('public.stock')).finding).toMatchObject({ verdict: 'matched', mode: 'snapshot' });
});
