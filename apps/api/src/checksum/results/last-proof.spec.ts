import { checksum } from '../../../test/support/some-evidence.js';
import { voidProof } from '../validity/void-proof.js';
import { afterComparison, afterRepair, lastAttemptOf, lastComparedAt } from './last-proof.js';

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

  it('claims no difference after its ranges were found equal, and no equality before the whole is proved', () => {
    const differences = { missing: 0, extra: 0, changed: 3, complete: true };
    const chunks = { total: 5, matched: 3, lagging: 0, diverged: 2, unverified: 0 };
    const proof = checksum('shop.a', 'diverged', { differences, chunks, reason: '3 rows', missingOn: 'target' });
    const repaired = { since: later, position: '0-1-7' };
    const known = afterRepair(proof, repaired);
    expect(known).toMatchObject({
      ...{ verdict: 'unverified', repaired, lastAttempt: null, reason: expect.stringMatching(/not yet proved whole/) },
      ...{ differences: { changed: 0, complete: false }, chunks: { matched: 5, diverged: 0 } },
    });
    expect(known).not.toHaveProperty('missingOn');
    expect(afterComparison(known, failed())).toEqual({ ...known, lastAttempt: note });
    expect(afterComparison(known, checksum('shop.a', 'matched'))).not.toHaveProperty('repaired');
  });

  it.each(['matched', 'diverged'] as const)(
    'stays a void proof (%s) when a later comparison proves nothing, and the next proof takes its place',
    (verdict) => {
      const proof = voidProof(checksum('shop.a', verdict, { lastAttempt: null }), { reason: 'DDL', at: later });
      const known = afterComparison(proof, failed());
      expect(known).toMatchObject({ verdict: 'unverified', voided: { verdict, reason: 'DDL' }, lastAttempt: note });
      expect(known.reason).toMatch(/^It was proved \w+, but that is void: DDL\. Verify it on request/);
      expect(afterComparison(known, failed())).toEqual(known);
      expect(afterComparison(known, checksum('shop.a', 'matched'))).not.toHaveProperty('voided');
    },
  );

  it('is the latest proof where something made that void before it had ended', () => {
    const voided = (reason: string) => voidProof(checksum('shop.a', 'matched'), { reason, at: later });
    for (const known of [null, checksum('shop.a', 'matched'), afterComparison(voided('then'), failed())])
      expect(afterComparison(known, voided('now'))).toEqual({ ...voided('now'), lastAttempt: null });
  });

  it('is read from bodies that an earlier release stored', () => {
    expect(lastAttemptOf(failed())).toEqual(note);
    expect(lastAttemptOf(checksum('shop.a', 'matched'))).toBeNull();
  });
});
