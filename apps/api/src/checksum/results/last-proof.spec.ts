import { checksum } from '../../../test/support/some-evidence.js';
import { afterComparison, lastAttemptOf, lastComparedAt } from './last-proof.js';

const later = '2026-01-01T01:00:00.000Z';
const failed = (change = {}) => checksum('shop.a', 'unverified', { reason: 'away', finishedAt: later, ...change });
const note = { verdict: 'unverified', reason: 'away', finishedAt: later };

describe('what is known of a table', () => {
  it.each(['matched', 'diverged'] as const)('stays %s when a later comparison proves nothing', (verdict) => {
    const proof = checksum('shop.a', verdict);
    const known = afterComparison(proof, failed());
    expect(known).toEqual({ ...proof, lastAttempt: note });
    expect(lastComparedAt(known)).toBe(later);
    const lagging = failed({ verdict: 'lagging', reason: undefined });
    expect(afterComparison(known, lagging)).toEqual({
      ...proof,
      lastAttempt: { verdict: 'lagging', reason: null, finishedAt: later },
    });
  });

  it('is the latest proof, whatever was known', () => {
    const known = afterComparison(checksum('shop.a', 'diverged'), failed());
    const proof = checksum('shop.a', 'matched', { finishedAt: later });
    expect(afterComparison(known, proof)).toEqual({ ...proof, lastAttempt: null });
  });

  it('is the last comparison while nothing was ever proved', () => {
    expect(afterComparison(null, failed())).toEqual({ ...failed(), lastAttempt: note });
    expect(afterComparison(failed({ finishedAt: 'then' }), failed())).toEqual({ ...failed(), lastAttempt: note });
  });

  it('is read from bodies that an earlier release stored', () => {
    expect(lastAttemptOf(failed())).toEqual(note);
    expect(lastAttemptOf(checksum('shop.a', 'matched'))).toBeNull();
  });
});
