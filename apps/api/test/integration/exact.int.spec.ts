import type { Lab } from '@cutover/lab';
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

describe('the exact engine on an intact pair', () => {
  it('proves every table equal in a matched snapshot pair', async () => {
    const results = await verifier.checksumAll();
    expect(notMatched(results)).toEqual({});
    expect(results.get('shop.order_items')).toMatchObject({
      ...{
        verdict: 'matched',
        mode: 'snapshot',
        digest: 'BIT_XOR(CRC32*CRC32C)',
        sourceRows: expect.stringMatching(/^\d{5}$/),
      },
      ...{ position: expect.stringMatching(/^\d+-\d+-\d+/), differences: { complete: true } },
    });
    for (const { verdict, mode, modeReason } of results.values())
      if (verdict === 'matched') expect({ mode, modeReason }).toEqual({ mode: 'snapshot', modeReason: undefined });
  });
});

describe('under load', () => {
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
