import type { ChecksumResult, Verdict } from '@cutover/contracts';
import {
  aLag,
  at,
  checksum,
  checksumsOf,
  server,
  someEvidence,
  watching,
} from '../../../test/support/some-evidence.js';
import type { Evidence } from '../../evidence/evidence.js';
import { checksumLaggingCheck } from './checksum-lagging.check.js';
import { checksumUnverifiedCheck } from './checksum-unverified.check.js';
import { proofTooOldCheck } from './proof-too-old.check.js';

const youngMs = Date.parse(at) + 60_000;
const oldMs = youngMs + 1;
const failed = (verdict: Verdict, reason: string | null = 'why'): Partial<ChecksumResult> => ({
  lastAttempt: { verdict, reason, finishedAt: '2026-01-01T00:00:30.000Z' },
});
const of = (results: ChecksumResult[], change: Partial<Evidence> = {}): Evidence =>
  someEvidence({ ...watching(...results.map(({ table }) => table)), checksums: checksumsOf(...results), ...change });
const targetDown = { connection: { source: server(), target: server({ state: 'down' }), sameServer: false } };
const stopped = { lag: aLag({ state: 'stopped' }) };
const behind = { lag: aLag({ isOverThreshold: true }) };

describe('proof-too-old', () => {
  const judge = (evidence: Evidence, nowMs = oldMs) => proofTooOldCheck.judge(evidence, nowMs);
  const said = (evidence: Evidence) =>
    judge(evidence).found.map(({ severity, subject, message }) => `${severity} ${subject}: ${message}`);

  it('passes while every proof is young, whatever the last attempt came to', () => {
    const evidence = of([checksum('shop.a', 'matched', failed('unverified'))]);
    expect(judge(evidence, youngMs)).toMatchObject({ found: [], rest: 'pass' });
    expect(judge(evidence, youngMs).otherwise('shop.a').kind).toBe('pass');
    expect(judge(evidence, youngMs).otherwise('old proofs').kind).toBe('pass');
  });

  it('is one alert for all tables that nobody tried to prove again', () => {
    const tables = ['a', 'b', 'c'].map((name) => checksum(`shop.${name}`, 'matched', { lastAttempt: null }));
    expect(said(of(tables))).toEqual([
      'WARNING old proofs: shop.a, shop.b and 1 more were last proved equal too long ago',
    ]);
  });

  it('names the attempt that failed, and says equal reasons once in the verdict', () => {
    const tables = ['a', 'b'].map((name) => checksum(`shop.${name}`, 'matched', failed('unverified', 'it timed out')));
    const [first] = said(of(tables));
    expect(first).toMatch(/^WARNING shop\.a: .* at 2026-01-01T00:00:00.000Z, which is too long ago.*: it timed out$/);
    expect(proofTooOldCheck.summarise?.(judge(of(tables)).found).map(({ message }) => message)).toEqual([
      'shop.a and shop.b were last proved equal too long ago, and the last attempt proved nothing: it timed out',
    ]);
  });

  it('is the only one that tells of the table', () => {
    const evidence = of([
      checksum('shop.a', 'matched', failed('unverified')),
      checksum('shop.b', 'matched', failed('lagging')),
    ]);
    expect(judge(evidence).found.map(({ subject }) => subject)).toEqual(['shop.a', 'shop.b']);
    expect(checksumUnverifiedCheck.judge(evidence, oldMs)).toMatchObject({ found: [], rest: 'unknown' });
    expect(checksumLaggingCheck.judge(evidence, oldMs).found).toEqual([]);
    expect(checksumLaggingCheck.judge(evidence, oldMs).otherwise('shop.b')).toEqual({ kind: 'explained' });
  });

  it('says nothing of tables that were proved different or never', () => {
    const evidence = of([checksum('shop.a', 'diverged', failed('unverified')), checksum('shop.b', 'unverified')]);
    expect(judge(evidence)).toMatchObject({ found: [], rest: 'pass' });
  });
});

describe('checksum-lagging', () => {
  const judge = (evidence: Evidence) => checksumLaggingCheck.judge(evidence, youngMs);

  it('counts each attempt once, and fires at the third', () => {
    expect(checksumLaggingCheck.policy).toMatchObject({ minSamples: 3, hold: 'none', resolve: 'at-once' });
    const found = (result: ChecksumResult) => judge(of([result])).found.map(({ evidence }) => evidence);
    expect(found(checksum('shop.a', 'matched', failed('lagging')))).toEqual(['2026-01-01T00:00:30.000Z']);
    expect(found(checksum('shop.a', 'lagging'))).toEqual([at]);
    expect(found(checksum('shop.a', 'matched', failed('unverified')))).toEqual([]);
  });

  it('keeps no young proof from counting', () => expect(checksumLaggingCheck.blocks).toBe('never'));

  it.each<[string, Partial<Evidence>]>([
    ['a side is down', targetDown],
    ['the target does not apply', stopped],
    ['the target is over its limit of lag', behind],
  ])('leaves it to the alert that says why when %s', (_, change) => {
    const reading = judge(of([checksum('shop.a', 'matched', failed('lagging'))], change));
    expect(reading.found).toEqual([]);
    expect(reading.otherwise('shop.a')).toEqual({ kind: 'explained' });
  });

  it.each<[string, ChecksumResult, string]>([
    ['a proof', checksum('shop.a', 'matched', { lastAttempt: null }), 'pass'],
    ['a proved difference', checksum('shop.a', 'diverged'), 'pass'],
    ['an attempt that failed for another reason', checksum('shop.a', 'matched', failed('unverified')), 'unknown'],
  ])('is over with a proof only: after %s', (_, result, kind) => {
    expect(judge(of([result])).otherwise('shop.a').kind).toBe(kind);
  });
});
