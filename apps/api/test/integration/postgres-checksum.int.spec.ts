// Rows of PostgreSQL are compared: equal on an intact pair, named where they differ, while the shop is written.
import type { PostgresLab } from '@cutover/lab';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { readAsAdmin } from '../support/read-as-admin.js';
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

/** Files before this one may have written to the shop. */
const orderItems = (): Promise<unknown> => readAsAdmin(lab, 'source', 'SELECT count(*)::text FROM order_items');

it('proves every table of the shop equal', async () => {
  const results = await verifier.checksumAll();
  const rows = await orderItems();
  expect(notMatched(results)).toEqual({});
  expect(results.size).toBe(18);
  expect(results.get('public.order_items')).toMatchObject({
    ...{ verdict: 'matched', mode: 'sandwich', digest: 'SHA-256', sourceRows: rows, targetRows: rows },
    ...{ position: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/), differences: { complete: true } },
  });
});

it('counts the rows of every table', async () => {
  const results = await verifier.consistencyAll();
  const rows = await orderItems();
  expect(notMatched(results)).toEqual({});
  expect(results.get('public.order_items')).toMatchObject({ source: { rows }, target: { rows } });
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

it('compares snapshots of both sides at one position where the account may replicate', async () => {
  const origin = 'FUNCTION pg_show_replication_origin_status()';
  const grant = async (isGiven: boolean): Promise<void> => {
    await lab.withAdmin('source', (admin) => admin.query(`ALTER ROLE cutover ${isGiven ? '' : 'NO'}REPLICATION`));
    await onTarget(isGiven ? `GRANT EXECUTE ON ${origin} TO cutover` : `REVOKE EXECUTE ON ${origin} FROM cutover`);
  };
  await grant(true);
  const load = lab.startLoad({ rate: 30 });
  const own = await startVerifier(lab, configOf(lab));
  try {
    const modes: string[] = [];
    for (const table of ['public.order_items', 'public.customers', 'public.reviews', 'public.suppliers']) {
      const { finding } = await own.verify(table);
      expect([table, finding.verdict, finding.reason]).not.toContain('diverged');
      modes.push(`${finding.mode} ${finding.verdict} ${finding.modeReason ?? ''}`);
    }
    expect(modes.filter((mode) => mode.startsWith('snapshot matched')).length).toBeGreaterThan(1);
  } finally {
    await own.close();
    await load.stop();
    await lab.catchUp();
    await grant(false);
  }
  const slots = await lab.withAdmin('source', (admin) =>
    admin.query<{ slot_name: string }>('SELECT slot_name FROM pg_replication_slots'),
  );
  expect(slots.rows).toEqual([{ slot_name: 'shop_subscription' }]);
});

it('names exactly the rows that were planted while the shop is written', async () => {
  const load = lab.startLoad({ rate: 100 });
  const key = 'SELECT min(id) FROM reviews';
  try {
    await onTarget(`BEGIN; SET LOCAL session_replication_role = replica;
      CREATE TABLE public.kept AS SELECT * FROM reviews WHERE id IN ((${key}), (SELECT max(id) FROM reviews));
      DELETE FROM reviews WHERE id = (${key}); COMMIT`);
    const { finding, differences } = await verifier.verify('public.reviews');
    expect(finding.verdict).toBe('diverged');
    expect(finding.differences).toMatchObject({ missing: 1, extra: 0, changed: 0 });
    expect(differences.map(({ kind }) => kind)).toEqual(['missing']);
  } finally {
    await load.stop();
    await lab.catchUp();
    await onTarget(`BEGIN; SET LOCAL session_replication_role = replica;
      INSERT INTO reviews SELECT * FROM kept ON CONFLICT (id) DO NOTHING; DROP TABLE kept; COMMIT`);
  }
  expect((await verifier.verify('public.reviews')).finding.verdict).toBe('matched');
});

it('is not fooled by tables that change names, and is compared again', async () => {
  const both = async (sql: string): Promise<void> => {
    for (const role of ['source', 'target'] as const) await lab.withAdmin(role, (admin) => admin.query(sql));
  };
  // Different rows under two names, which change places on the target alone while it is compared.
  await both(`CREATE TABLE public.swap_a (id int PRIMARY KEY, v int); INSERT INTO public.swap_a SELECT i, i FROM generate_series(1, 50) AS i;
    CREATE TABLE public.swap_b (id int PRIMARY KEY, v int); INSERT INTO public.swap_b SELECT i, -i FROM generate_series(1, 50) AS i;
    GRANT SELECT ON public.swap_a, public.swap_b TO cutover`);
  const end = new AbortController();
  const swapping = (async (): Promise<void> => {
    while (!end.signal.aborted)
      await onTarget(`BEGIN; SET LOCAL lock_timeout = '2s'; ALTER TABLE public.swap_a RENAME TO swap_c;
        ALTER TABLE public.swap_b RENAME TO swap_a; ALTER TABLE public.swap_c RENAME TO swap_b; COMMIT`).catch(
        () => undefined,
      );
  })();
  try {
    for (let round = 0; round < 3; round++) {
      const { finding } = await verifier.verify('public.swap_a');
      expect([finding.verdict, finding.reason]).toEqual([
        'unverified',
        expect.stringContaining('DDL during the check'),
      ]);
    }
  } finally {
    end.abort();
    await swapping;
    await both('DROP TABLE public.swap_a, public.swap_b');
  }
});
