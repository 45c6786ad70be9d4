import type { FreezeAftermath, FreezeProof, WritesSince } from './freeze-proof.js';
import { proofStanding } from './proof-standing.js';

const at = '2026-01-01T00:00:00.000Z';
const none: WritesSince = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true },
  ...{ sessions: null, firstSeenAt: null, reason: null },
};
const seen: FreezeAftermath = {
  ...{ isWatched: true, checkedAt: at, isSourceFrozen: true, strayWrites: none, rollbackLoss: none },
};
const standing = (change: Partial<FreezeAftermath> | null, freeze: Partial<FreezeProof['freeze']> = {}) =>
  proofStanding({
    freeze: { by: 'operator', since: at, isHeld: false, released: null, ...freeze },
    after: change && { ...seen, ...change },
  });

it('holds while the source is seen to be frozen, by anybody, and before the first look after a freeze of the operator', () => {
  expect(standing({})).toBe('holds');
  expect(standing({ isSourceFrozen: null }, { by: 'cutover', isHeld: true })).toBe('holds');
  expect(standing({ checkedAt: null, isSourceFrozen: null })).toBe('holds');
  expect(standing(null)).toBe('holds');
});

it('is unseen where the source does not answer, and where our lock is gone and nobody has looked since', () => {
  expect(standing({ isSourceFrozen: null })).toBe('unseen');
  expect(standing({ checkedAt: null, isSourceFrozen: null }, { by: 'cutover' })).toBe('unseen');
});

it('is left by a source that is not frozen or was written, also when nobody watches any more', () => {
  expect(standing({ isSourceFrozen: false })).toBe('left');
  expect(standing({ strayWrites: { ...none, firstSeenAt: at }, isWatched: false })).toBe('left');
});
