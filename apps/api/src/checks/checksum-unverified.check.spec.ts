import { at, checksum, checksumsOf, someEvidence } from '../../test/support/some-evidence.js';
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

it('finds nothing of a table whose proof is young, whatever the last attempt came to', () => {
  const lastAttempt = { verdict: 'unverified' as const, reason: 'it timed out', finishedAt: at };
  const evidence = someEvidence({ checksums: checksumsOf(checksum('shop.a', 'matched', { lastAttempt })) });
  expect(checksumUnverifiedCheck.judge(evidence, Date.parse(at))).toMatchObject({ found: [], rest: 'pass' });
});
