import type { ChecksumResult, Verdict } from '@cutover/contracts';
import { at, checksum } from '../../../test/support/some-evidence.js';
import type { ChunkRecord } from '../comparison/exact-hooks.js';
import { recheckOf } from './differing-ranges.js';

const known = (change: Partial<ChecksumResult> = {}): ChecksumResult => checksum('shop.a', 'diverged', change);
const chunk = (verdict: Verdict, after: string | null, upTo: string | null, place: number[]): ChunkRecord =>
  ({
    ...{ verdict, fingerprint: 'f' },
    range: { after: after === null ? null : [after], upTo: upTo === null ? null : [upTo], place },
  }) as unknown as ChunkRecord;

describe('what is done first about a table that was proved different', () => {
  it('is a look at the ranges that differed, in the order of the key, with places of their own', () => {
    const chunks = [
      ...[chunk('diverged', '30', null, [2]), chunk('matched', null, '10', [0])],
      ...[chunk('diverged', '10', '20', [0, 0]), chunk('unverified', '20', '30', [1])],
    ];
    expect(recheckOf(known(), chunks)).toEqual({
      kind: 'ranges',
      only: {
        fingerprint: 'f',
        ranges: [
          { after: ['10'], upTo: ['20'], place: [0] },
          { after: ['30'], upTo: null, place: [1] },
        ],
      },
    });
  });

  it.each<[string, ChunkRecord[]]>([
    ['all its rows are one range', [chunk('diverged', null, null, [0])]],
    ['its definition differs, so that no row was compared', []],
  ])('is its comparison, where that takes no longer than a look: %s', (_, chunks) => {
    expect(recheckOf(known(), chunks)).toEqual({ kind: 'first' });
    expect(recheckOf(known({ durationMs: 3_600_000 }), chunks)).toEqual({ kind: 'in-turn' });
  });

  it('is its comparison when it is repaired, and nothing after an attempt in vain or a proof of equality', () => {
    const repaired = { since: at, position: null };
    const lastAttempt = { verdict: 'unverified' as const, reason: null, finishedAt: at };
    expect(recheckOf(known({ verdict: 'unverified', repaired }), [])).toEqual({ kind: 'first' });
    expect(recheckOf(known({ lastAttempt }), [])).toEqual({ kind: 'in-turn' });
    expect(recheckOf(checksum('shop.a', 'matched'), [])).toEqual({ kind: 'in-turn' });
    expect(recheckOf(null, [])).toEqual({ kind: 'in-turn' });
  });
});
