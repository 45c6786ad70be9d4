import { at, checksum, checksumsOf, someEvidence } from '../../test/support/some-evidence.js';
import { checksumUnverifiedCheck } from './checksum-unverified.check.js';

const nowMs = Date.parse('2026-11-20T03:00:00.000Z');

describe('checksum-unverified of an engine whose rows are not compared', () => {
  const reading = (emptyDatabases: string[]) => {
    const evidence = someEvidence({
      checksums: { ...checksumsOf(checksum('shop.orders', 'unverified')), obstacle: 'not built yet' },
    });
    const tables = evidence.tables && { ...evidence.tables, emptyDatabases, wholeKey: 'schemas' as const };
    return checksumUnverifiedCheck.judge({ ...evidence, tables }, nowMs);
  };

  it('says so once and makes no alert, and an alert from before is closed', () => {
    const { found, otherwise } = reading([]);
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ['INFO', 'No table is compared: not built yet'],
    ]);
    expect(otherwise('shop.orders')).toEqual({ kind: 'explained' });
  });

  it('still names a schema that is on neither side', () =>
    expect(reading(['publik']).found.map(({ message }) => message)).toContain(
      'The schema publik has no table on either side: correct schemas in the configuration',
    ));
});

describe('checksum-unverified of a table whose last attempt proved nothing', () => {
  const lastAttempt = { verdict: 'unverified' as const, reason: 'it timed out', finishedAt: at };
  const reading = (ageMs: number) =>
    checksumUnverifiedCheck.judge(
      someEvidence({ checksums: checksumsOf(checksum('shop.a', 'matched', { lastAttempt })) }),
      Date.parse(at) + ageMs,
    );

  it('finds nothing while the proof is young', () => expect(reading(1_000)).toMatchObject({ found: [], rest: 'pass' }));

  it('names the attempt when the proof is too old', () => {
    expect(reading(3_600_000).found).toMatchObject([
      {
        subject: 'shop.a',
        severity: 'WARNING',
        evidence: at,
        message: expect.stringMatching(/too long ago.*it timed out$/),
      },
    ]);
  });
});
