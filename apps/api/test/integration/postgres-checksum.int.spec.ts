// Rows of PostgreSQL are compared: equal on an intact pair, named where they differ, while the shop is written.
import type { PostgresLab } from '@cutover/lab';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { told } from '../support/scenario-found.js';
import { notMatched, startVerifier, type Verifier } from '../support/verifier.js';

let lab: PostgresLab;
let verifier: Verifier;

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  verifier = await startVerifier(lab, configOf(lab));
});

afterAll(async () => {
  await verifier?.close();
});

const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));

it('proves every table of the shop equal', async () => {
  const results = await verifier.checksumAll();
  expect(notMatched(results)).toEqual({});
  expect(results.size).toBe(18);
  expect(results.get('public.order_items')).toMatchObject({
    ...{ verdict: 'matched', mode: 'sandwich', digest: 'SHA-256', sourceRows: '1000', targetRows: '1000' },
    ...{ position: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/), differences: { complete: true } },
  });
});

it('counts the rows of every table', async () => {
  const results = await verifier.consistencyAll();
  expect(notMatched(results)).toEqual({});
  expect(results.get('public.order_items')).toMatchObject({ source: { rows: '1000' }, target: { rows: '1000' } });
});

it('names the rows that were changed, removed and added on the target, and no other', async () => {
  await onTarget(`BEGIN; SET LOCAL session_replication_role = replica;
    CREATE TABLE public.kept AS SELECT * FROM suppliers WHERE id IN (2, 3);
    UPDATE suppliers SET name = name || ' ' WHERE id = 2;
    DELETE FROM suppliers WHERE id = 3;
    INSERT INTO suppliers SELECT (jsonb_populate_record(s, '{"id": 900001}')).* FROM suppliers s WHERE id = 4;
    COMMIT`);
  try {
    const { finding, differences } = await verifier.verify('public.suppliers');
    expect(finding.verdict).toBe('diverged');
    expect(differences.map(told).sort()).toEqual(['changed 2', 'extra 900001', 'missing 3']);
    expect(differences.find(({ kind }) => kind === 'changed')?.columns).toEqual(['name']);
    expect(finding.differences).toEqual({ missing: 1, extra: 1, changed: 1, complete: true });
  } finally {
    await onTarget(`BEGIN; SET LOCAL session_replication_role = replica;
      DELETE FROM suppliers WHERE id IN (2, 3, 900001); INSERT INTO suppliers SELECT * FROM kept; DROP TABLE kept; COMMIT`);
  }
  const { finding } = await verifier.verify('public.suppliers');
  expect(finding).toMatchObject({ verdict: 'matched' });
});

it('finds no difference while the shop is written', async () => {
  const load = lab.startLoad({ rate: 100 });
  try {
    for (let round = 0; round < 3; round++) {
      const results = await verifier.checksumAll();
      const wrong = [...results.values()].filter(({ verdict }) => verdict === 'diverged');
      expect(wrong).toEqual([]);
      expect([...results.values()].filter(({ verdict }) => verdict === 'matched').length).toBeGreaterThan(8);
    }
  } finally {
    await load.stop();
    await lab.catchUp();
  }
});
