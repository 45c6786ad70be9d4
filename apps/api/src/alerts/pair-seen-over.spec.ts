import { server, someEvidence } from '../../test/support/some-evidence.js';
import { pairSeenCheck } from '../checks/pair/pair-seen.check.js';
import { advance, limitsOf } from './alert-state.js';

const judge = (change: object = {}) => {
  const evidence = someEvidence({ connection: { source: server(), target: server(), sameServer: false } });
  return pairSeenCheck.judge({ ...evidence, pairHistory: { ...evidence.pairHistory, ...change } }, 0);
};

it('is over with the first look that succeeds, however many good samples others need', () => {
  const limits = limitsOf(pairSeenCheck.policy, { holdSeconds: 0, resolveSamples: 3 });
  const identity = { type: 'pair_seen', migration: 'shop', newId: () => 'a' };
  const now = { nowIso: '2026-01-01T00:00:00.000Z', monotonicMs: 1000 };
  const [finding] = judge({ blindness: { role: 'target', reason: 'table is locked' } }).found;
  const fired = advance(null, { kind: 'bad', finding: finding! }, identity, limits, now);
  expect(fired.transition).toBe('fired');
  // What is seen is always the same, and the same sample counts once.
  const looked = advance(fired.track, judge().otherwise('target'), identity, limits, now);
  expect(looked.transition).toBe('resolved');
});
