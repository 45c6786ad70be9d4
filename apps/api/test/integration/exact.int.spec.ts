import { hotTables, type Lab } from '@cutover/lab';
import type { ExactHooks } from '../../src/checksum/exact/exact-hooks.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { notMatched, startVerifier, type Verifier } from '../support/verifier.js';

let lab: Lab;
let verifier: Verifier;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  verifier = await startVerifier(lab, configOf(lab));
});

afterAll(async () => {
  await verifier.close();
});

/** Chunks small enough that a pass over a small table has many, at many positions. */
const small: ExactHooks = { sizing: { targetMs: 50, first: 1_000, smallest: 500, largest: 5_000 } };

describe('the exact engine on an intact pair', () => {
  it('proves every table equal in a matched snapshot pair, and says that a view holds no rows', async () => {
    const results = await verifier.checksumAll();
    const rest = Object.entries(notMatched(results)).filter(([, text]) => !/It is a view on the source/.test(text));
    expect(rest).toEqual([]);
    expect(results.get('shop.order_items')).toMatchObject({
      ...{
        verdict: 'matched',
        mode: 'snapshot',
        digest: 'SUM(CRC32*CRC32C)',
        sourceRows: expect.stringMatching(/^\d{5}$/),
      },
      ...{ position: expect.stringMatching(/^\d+-\d+-\d+/), differences: { complete: true } },
    });
    for (const { verdict, mode, modeReason } of results.values())
      if (verdict === 'matched') expect({ mode, modeReason }).toEqual({ mode: 'snapshot', modeReason: undefined });
  });
});

describe('under 500 commits a second on the tables being verified', () => {
  it('calls nothing different in 20 passes', async () => {
    const load = lab.startLoad({ rate: 500 });
    try {
      await eventually('the load writes', () => load.commits() > 50);
      for (let pass = 0; pass < 20; pass++)
        for (const table of hotTables) {
          const { finding, differences } = await verifier.verify(`shop.${table}`, small);
          expect({ pass, table, verdict: finding.verdict, reason: finding.reason, differences }).toEqual({
            ...{ pass, table, verdict: 'matched', reason: undefined, differences: [] },
          });
          expect(finding.mode).toBe('snapshot');
        }
      expect(load.failures().count).toBe(0);
    } finally {
      await load.stop();
    }
  }, 180_000);

  it('names exactly the 25 rows planted on the target, under the same load', async () => {
    await lab.catchUp();
    // Old orders, which the load leaves alone.
    const ids = await lab.withAdmin('target', async (root) => {
      const [rows] = await root.query(
        'SELECT CAST(id AS CHAR) AS id FROM orders WHERE id % 40 = 7 ORDER BY orders.id LIMIT 25',
      );
      return (rows as { id: string }[]).map(({ id }) => id);
    });
    const add = (amount: number): Promise<unknown> =>
      lab.withoutBinaryLog('target', (root) =>
        root.query(`UPDATE orders SET total = total + ?, updated_at = updated_at WHERE id IN (${ids.join()})`, [
          amount,
        ]),
      );
    const load = lab.startLoad({ rate: 500 });
    try {
      await add(1);
      const { finding, differences } = await verifier.verify('shop.orders', small);
      expect(finding).toMatchObject({ verdict: 'diverged', mode: 'snapshot', differences: { complete: true } });
      expect(differences.map(({ kind, key }) => `${kind} ${key['id']}`)).toEqual(ids.map((id) => `changed ${id}`));
    } finally {
      await add(-1);
      await load.stop();
      await lab.catchUp();
    }
  });

  it.each([
    ['row-changed', 'shop.customers', 'changed'],
    ['row-missing', 'shop.reviews', 'missing'],
    ['row-extra', 'shop.coupons', 'extra'],
  ] as const)('names the row of %s', async (name, table, kind) => {
    const load = lab.startLoad({ rate: 300 });
    try {
      await whileBroken(lab, name, async () => {
        const { finding, differences } = await verifier.verify(table);
        expect(finding.verdict).toBe('diverged');
        expect(differences.map((row) => row.kind)).toEqual([kind]);
        expect(finding.differences).toMatchObject({ [kind]: 1, complete: true });
      });
    } finally {
      await load.stop();
      await lab.catchUp();
    }
  });
});
