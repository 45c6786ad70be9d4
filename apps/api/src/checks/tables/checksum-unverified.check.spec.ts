import type { ChecksumResult } from '@cutover/contracts';
import { at, checksum, checksumsOf, someEvidence } from '../../../test/support/some-evidence.js';
import { checksumUnverifiedCheck } from './checksum-unverified.check.js';

const nowMs = Date.parse('2026-11-20T03:00:00.000Z');

describe('checksum-unverified of an engine whose rows are not compared', () => {
  const reading = () =>
    checksumUnverifiedCheck.judge(
      someEvidence({
        checksums: { ...checksumsOf(checksum('shop.orders', 'unverified')), obstacle: 'not built yet' },
      }),
      nowMs,
    );

  it('says so once and makes no alert, and an alert from before is closed', () => {
    const { found, otherwise } = reading();
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ['INFO', 'No table is compared: not built yet'],
    ]);
    expect(otherwise('shop.orders')).toEqual({ kind: 'explained' });
  });
});

describe.each([
  ['a void proof', { voided: { verdict: 'matched' as const, reason: 'a transaction was skipped', since: at } }],
  ['a repaired table', { repaired: { since: at, position: null }, reason: 'Repaired, not yet proved whole' }],
])('%s', (_, known) => {
  const foundOf = (lastAttempt: ChecksumResult['lastAttempt']) =>
    checksumUnverifiedCheck.judge(
      someEvidence({
        checksums: checksumsOf(checksum('shop.a', 'unverified', { ...known, lastAttempt })),
      }),
      nowMs,
    ).found[0];

  it('makes no alert while it waits for its comparison', () => {
    expect(foundOf(null)).toMatchObject({ severity: 'INFO', subject: 'shop.a' });
  });

  it('makes one when the attempts to prove it anew prove nothing, and says why', () => {
    const finishedAt = '2026-11-20T02:00:00.000Z';
    const timedOut = { verdict: 'unverified' as const, reason: 'it timed out', finishedAt };
    expect(foundOf(timedOut)).toMatchObject({
      severity: 'WARNING',
      message: expect.stringMatching(/; the last attempt proved nothing: it timed out$/),
      evidence: finishedAt,
    });
    expect(foundOf({ ...timedOut, verdict: 'lagging' })).toMatchObject({ severity: 'INFO' });
    // One of before says nothing of what came then.
    expect(foundOf({ ...timedOut, finishedAt: '2025-12-31T02:00:00.000Z' })).toMatchObject({
      ...{ severity: 'INFO', message: expect.not.stringContaining('timed out'), evidence: at },
    });
  });
});

it('finds nothing of a table whose proof is young, whatever the last attempt came to', () => {
  const lastAttempt = { verdict: 'unverified' as const, reason: 'it timed out', finishedAt: at };
  const evidence = someEvidence({ checksums: checksumsOf(checksum('shop.a', 'matched', { lastAttempt })) });
  expect(checksumUnverifiedCheck.judge(evidence, Date.parse(at))).toMatchObject({ found: [], rest: 'pass' });
});
