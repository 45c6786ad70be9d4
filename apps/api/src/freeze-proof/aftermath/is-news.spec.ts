import type { FreezeAftermath, FreezeProof } from '@cutover/contracts';
import { aProof } from '../../../test/support/a-freeze-proof.js';
import { isNews } from './is-news.js';
import { newAftermath } from './watch-aftermath.js';

const [first, second] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:05.000Z'];
const began = newAftermath(first);
const counted = (at: string, transactions: string | null = '0'): FreezeAftermath['rollbackLoss'] => ({
  ...began.rollbackLoss,
  ...{ transactions, lastKnown: { transactions: '0', isLowerBound: false, at }, reason: 'the source is away' },
});
const proof = (after: Partial<FreezeAftermath>, elapsedMs = 1): FreezeProof =>
  aProof({ after: { ...began, ...after }, budget: { seconds: 300, elapsedMs, isRunning: true } });

it('is none that the side that answers was seen as it was, at another moment', () => {
  const before = proof({ frozenSeenAt: first, rollbackLoss: counted(first) });
  expect(isNews(before, proof({ frozenSeenAt: second, rollbackLoss: counted(second) }, 5_001))).toBe(false);
});

it('is one for the proof of all databases, which waits for the next look at each', () => {
  const before = { ...proof({ frozenSeenAt: first }), run: 'R' };
  expect(isNews(before, { ...before, after: { ...began, frozenSeenAt: second } })).toBe(true);
});

it.each<[string, Partial<FreezeAftermath>]>([
  ['both sides were read', { checkedAt: second }],
  ['a write was counted', { rollbackLoss: counted(first, '1') }],
  ['a count is unknown now', { rollbackLoss: counted(second, null) }],
  ['the source is not frozen any more', { isSourceFrozen: false }],
])('is one that %s', (_, change) => {
  const before = proof({ rollbackLoss: counted(first) });
  expect(isNews(before, proof({ rollbackLoss: counted(first), ...change }))).toBe(true);
});
