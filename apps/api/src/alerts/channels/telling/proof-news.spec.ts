import { foldFreezeProofs, type FreezeProof } from '@cutover/contracts';
import { anAftermath, aProof } from '../../../../test/support/a-freeze-proof.js';
import { groupProofNews, isProofNews, proofNews } from './proof-news.js';

const frozen: FreezeProof['freeze'] = {
  by: 'operator',
  since: '2026-01-01T00:00:00.000Z',
  isHeld: false,
  released: null,
};
const ended = { id: 'p', event: 'ended' } as const;
const broken = { id: 'p', event: 'broken' } as const;

it.each<[string, Partial<FreezeProof>, unknown]>([
  ['it runs', { state: 'running', freeze: frozen }, null],
  ['it passed', { state: 'passed', standing: 'holds', freeze: frozen }, ended],
  ['it failed', { state: 'failed', freeze: frozen }, ended],
  ['it proved nothing', { state: 'unproven', freeze: frozen }, ended],
  ['Cutover ended in the middle', { state: 'interrupted', freeze: frozen }, ended],
  ['the source was written after it passed', { state: 'passed', standing: 'broken', freeze: frozen }, broken],
  ['its operator cancelled it', { state: 'cancelled', freeze: frozen }, null],
  ['it is of one database among others that were begun together', { state: 'failed', freeze: frozen, run: 'R' }, null],
  ['nobody froze the source', { state: 'failed' }, null],
  [
    'Cutover could not freeze the source',
    { state: 'failed', freeze: { ...frozen, by: 'cutover', since: null } },
    ended,
  ],
])('where %s', (_, change, news) => expect(proofNews(aProof(change))).toEqual(news));

it('is told once, and once more when it is broken', () => {
  expect(proofNews(null)).toBeNull();
  expect(isProofNews(null, null)).toBe(false);
  expect(isProofNews(null, ended)).toBe(true);
  expect(isProofNews(ended, ended)).toBe(false);
  expect(isProofNews(ended, broken)).toBe(true);
  expect(isProofNews(broken, ended)).toBe(false);
  expect(isProofNews(broken, { ...ended, id: 'q' })).toBe(true);
});

describe('of all databases', () => {
  const nowMs = Date.parse('2026-01-01T00:00:10.000Z');
  const after = anAftermath('2026-01-01T00:00:10.000Z');
  const part = (change: Partial<FreezeProof> = {}): FreezeProof =>
    aProof({
      ...{ run: 'R', state: 'passed', standing: 'holds', freeze: frozen, after },
      ...{ finishedAt: '2026-01-01T00:00:09.000Z', ...change },
    });
  const running = part({ state: 'running', standing: null, finishedAt: null, after: null });
  const of = (a: FreezeProof, b: FreezeProof | null, laterMs = 0) => {
    const proofs = [a, b];
    const folded = foldFreezeProofs('shop', [
      { migration: 'shop.a', database: 'a', proof: a && { ...a, migration: 'shop.a' } },
      { migration: 'shop.b', database: 'b', proof: b && { ...b, migration: 'shop.b' } },
    ]);
    return groupProofNews(folded, proofs, nowMs + laterMs);
  };
  const told = { id: 'R', event: 'ended' };

  it.each<[string, FreezeProof, FreezeProof | null, unknown]>([
    ['all are proved', part(), part(), told],
    ['one runs', part(), running, null],
    ['one failed while another runs: it cannot become good', running, part({ state: 'failed', standing: null }), told],
    ['one was interrupted', part(), part({ state: 'interrupted', standing: null }), told],
    ['the operator cancelled it', part({ standing: 'unwatched' }), part({ state: 'cancelled', standing: null }), null],
    ['one was written since', part(), part({ standing: 'broken' }), { id: 'R', event: 'broken' }],
    [
      'nobody froze anything',
      part({ freeze: { ...frozen, since: null } }),
      part({ freeze: { ...frozen, since: null } }),
      null,
    ],
    ['none was begun for all', part({ run: null }), null, null],
  ])('where %s', (_, a, b, news) => expect(of(a, b)).toEqual(news));

  it('waits for the first looks and judgements after the end, and not for ever', () => {
    const unjudged = part({ standing: 'withheld', verdict: null });
    expect(of(part(), unjudged)).toBeNull();
    expect(of(part(), unjudged, 30_000)).toEqual(told);
    // One looked at before the last of them was proved: the next look is awaited, and decides.
    const early = part({ after: { ...after, frozenSeenAt: '2026-01-01T00:00:01.000Z' } });
    expect(of(part(), early, 60_000)).toBeNull();
  });
});
