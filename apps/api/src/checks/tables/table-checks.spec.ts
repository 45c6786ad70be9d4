import type { Verdict } from '@cutover/contracts';
import { checkOf, found, nowMs, quiet, withChecksum, withConsistency } from '../../../test/support/judged-evidence.js';
import { at, checksumsOf, someEvidence } from '../../../test/support/some-evidence.js';
import type { Evidence } from '../../evidence/evidence.js';

describe('a divergence', () => {
  it.each<[Verdict, string]>([
    ['matched', 'pass'],
    ['lagging', 'unknown'],
    ['unverified', 'unknown'],
  ])('a divergence is taken back by a proof only: %s is %s', (verdict, kind) => {
    expect(quiet('checksum_diverged', withChecksum(verdict), 'shop.a')).toBe(kind);
    expect(quiet('consistency_diverged', withConsistency(verdict), 'shop.a')).toBe(kind);
  });

  it('takes a divergence back when all that differed is equal, and is not safe before the whole is proved', () => {
    const reason = 'Repaired, not yet proved whole: …';
    const repaired = withChecksum('unverified', { repaired: { since: at, position: null }, reason });
    expect(found(repaired)).toEqual([]);
    expect(quiet('checksum_diverged', repaired, 'shop.a')).toBe('pass');
    expect(checkOf('checksum_unverified').judge(someEvidence(repaired), nowMs).found).toMatchObject([
      { outcome: 'unknown', severity: 'INFO', message: `Table shop.a is not proved equal: ${reason}` },
    ]);
  });

  it('keeps a divergence that a later attempt could not prove again', () => {
    const lastAttempt = { verdict: 'unverified' as const, reason: 'away', finishedAt: at };
    expect(found(withChecksum('diverged', { lastAttempt }))).toEqual(['CRITICAL checksum_diverged shop.a']);
  });

  it('resolves the alert of a table that is no longer watched, but not of one without a result yet', () => {
    const tables = {
      migration: 'shop',
      unmatched: [],
      unseen: [],
      skipped: { excluded: [], view: [] },
      notLookedAt: ['triggers'],
      discoveredAt: at,
      tables: [],
    };
    expect(quiet('checksum_diverged', { checksums: checksumsOf(), tables }, 'shop.a')).toBe('pass');
    expect(quiet('checksum_diverged', { checksums: checksumsOf(), tables: null }, 'shop.a')).toBe('unknown');
    expect(quiet('checksum_diverged', { checksums: checksumsOf() }, 'shop.a')).toBe('unknown');
  });
});

describe('a table that is not there', () => {
  const gone = withChecksum('diverged', { missingOn: 'target' });
  const seen = withConsistency('diverged', { differences: ['presence'], target: null });
  const laterMs = Date.parse(at) + 1;
  const isBack = withConsistency('diverged', { checkedAt: new Date(laterMs).toISOString(), differences: ['rows'] });

  it('is one alert, whichever check sees it first', () => {
    expect(found({ ...gone, ...seen })).toEqual(['CRITICAL table_missing shop.a']);
    expect(quiet('checksum_diverged', { ...gone, ...seen }, 'shop.a')).toBe('pass');
  });

  it.each<[string, Partial<Evidence>]>([
    ['was never made', { consistency: [] }],
    ['proved nothing', withConsistency('unverified', { source: null, target: null })],
    ['is older, of a time when both sides had it', {}],
  ])('is a divergence where the consistency check %s', (_, change) => {
    expect(found({ ...gone, ...change })).toEqual(['CRITICAL checksum_diverged shop.a']);
  });

  it('is no divergence once it is back; what else differs is said for itself', () => {
    expect(found({ ...gone, ...isBack })).toEqual(['CRITICAL consistency_diverged shop.a']);
    expect(quiet('checksum_diverged', { ...gone, ...isBack }, 'shop.a')).toBe('pass');
  });

  it('keeps the alert on rows that were proved to differ before it went', () => {
    expect(found({ ...withChecksum('diverged'), ...seen })).toEqual([
      'CRITICAL checksum_diverged shop.a',
      'CRITICAL table_missing shop.a',
    ]);
  });
});

describe('a table that could not be verified', () => {
  it.each<[Verdict, string]>([
    ['matched', 'pass'],
    ['diverged', 'pass'],
    ['lagging', 'unknown'],
  ])('is done with when something was proved: %s is %s', (verdict, kind) => {
    expect(quiet('checksum_unverified', withChecksum(verdict), 'shop.a')).toBe(kind);
  });

  it('is there again when both sides have it', () => {
    expect(quiet('table_missing', withConsistency('unverified'), 'shop.a')).toBe('pass');
    expect(quiet('table_missing', withConsistency('unverified', { target: null }), 'shop.a')).toBe('unknown');
  });
});
