import type { Waiver } from '@cutover/contracts';
import { proven, type Check } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { judge as judgeChecks } from '../judgement/judge.js';
import { aWaiver } from '../../test/support/a-waiver.js';
import { allChecks } from '../../test/support/all-checks.js';
import { basis, bothUp, down, good, judge, said } from '../../test/support/folded-answer.js';
import {
  aLag,
  at,
  channel,
  checksum,
  checksumsOf,
  consistency,
  server,
  watching,
} from '../../test/support/some-evidence.js';
import { foldFindings, type Answer } from './fold.js';

describe('the answer', () => {
  it('is safe only when everything is fresh, up and matched', () => {
    expect(judge(good)).toEqual({ answer: 'safe', reasons: [] });
    expect(basis(good)).toEqual({
      ...{ skipped: [], notLookedAt: ['databases that are not configured'] },
      ...{ tablesWatched: 2, tablesEqual: 2, oldestProofAt: at, lagSeconds: 0, isLagLowerBound: false },
    });
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    [
      'a side is down',
      { connection: { ...bothUp, target: down } },
      /target db:3306 has not answered for 1 s: connection refused/,
    ],
    [
      'a side has not answered yet',
      { connection: { ...bothUp, source: server({ state: 'connecting' }) } },
      /source db:3306 has not answered yet/,
    ],
    ['lag was never measured', { lag: null }, /not been measured/],
    [
      'the last sample is stale',
      { lag: aLag({ isStale: true, state: 'unknown' }) },
      /last measurement of replica lag is from/,
    ],
    [
      'the measures contradict each other',
      { lag: aLag({ contradiction: '0 s, yet 5 transactions behind' }) },
      /0 s, yet/,
    ],
    ['seconds are unknown', { lag: aLag({ seconds: null, isOverThreshold: null }) }, /in seconds is unknown/],
    ['the state is unknown', { lag: aLag({ state: 'unknown', reason: 'no right to look' }) }, /no right to look/],
    ['the tables are not known', { tables: null }, /has not been read/],
    ['no table is watched', { ...watching(), checksums: checksumsOf() }, /No table is watched/],
    ['a table was never compared', watching('shop.a', 'shop.b', 'shop.c'), /shop\.c is not proved equal/],
    [
      'a table is unverified',
      { checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'unverified')) },
      /shop\.b is not proved/,
    ],
    [
      'a table is lagging',
      { checksums: checksumsOf(checksum('shop.a', 'lagging'), checksum('shop.b', 'lagging')) },
      /shop\.a and shop\.b are not/,
    ],
  ])('cannot tell when %s', (_, change, reason) => {
    const judged = judge({ ...good, ...change });
    expect(judged.answer).toBe('cannot-tell');
    expect(said(judged)).toMatch(reason);
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    ['both sides are one server', { connection: { ...bothUp, sameServer: true } }, /same server/],
    ['replication is stopped', { lag: aLag({ state: 'stopped' }) }, /stopped/],
    ['replication is broken', { lag: aLag({ state: 'broken' }) }, /broken/],
    ['the applier is stopped', { lag: aLag({ state: 'receiving-only' }) }, /does not apply/],
    ['replication is not configured', { lag: aLag({ state: 'not-configured' }) }, /not configured/],
    ['lag is over its threshold', { lag: aLag({ seconds: 14, isOverThreshold: true }) }, /14 s \(limit 10 s\)/],
    [
      'the target has errant transactions',
      {
        lag: aLag({
          domains: [
            {
              domain: '0',
              sourceGtid: null,
              targetGtid: '0-2-9',
              transactionsBehind: null,
              errantGtids: '0-2-9',
              endsReplication: null,
            },
          ],
        }),
      },
      /transactions that the source never had/,
    ],
    [
      'a table differs',
      { checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')) },
      /shop\.b differs/,
    ],
  ])('is not safe when %s', (_, change, reason) => {
    const judged = judge({ ...good, ...change });
    expect(judged.answer).toBe('not-safe');
    expect(judged.reasons[0]?.message).toMatch(reason);
  });

  it('rests on the lag that it gives as a reason, also where positions prove only the least of it', () => {
    const lag = aLag({ seconds: 0, atLeastSeconds: 40, isOverThreshold: true });
    const judged = judge({ ...good, lag });
    expect(judged.reasons[0]?.message).toMatch(/at least 40 s/);
    expect(basis({ ...good, lag })).toMatchObject({ lagSeconds: 40, isLagLowerBound: true });
  });

  it('does not call the lag unknown beside the stop that makes it so', () => {
    const stopped = { seconds: null, atLeastSeconds: 1, isOverThreshold: null };
    const checksOf = (lag: Evidence['lag']) => judge({ ...good, lag }).reasons.map(({ check }) => check);
    const channels = [channel({ state: 'stopped', applier: 'stopped', receiver: 'stopped' })];
    expect(checksOf(aLag({ ...stopped, state: 'stopped', channels }))).toEqual(['replication-stopped']);
    // The state is said also where no channel of it is known.
    expect(checksOf(aLag({ ...stopped, state: 'stopped' }))).toEqual(['replication-stopped']);
    expect(checksOf(aLag({ ...stopped, state: 'receiving-only' }))).toEqual(['replication-stopped']);
    expect(checksOf(aLag({ ...stopped, state: 'broken' }))).toEqual(['replication-broken']);
    const denied = judge({ ...good, lag: aLag({ ...stopped, state: 'stopped', reason: 'no right to look' }) });
    expect(said(denied)).toMatch(/no right to look/);
  });

  it('says the least that the lag is where no more is known', () =>
    expect(said(judge({ ...good, lag: aLag({ seconds: null, atLeastSeconds: 3, isOverThreshold: null }) }))).toBe(
      'Replica lag is at least 3 s; how much more is unknown',
    ));

  it('names a source that is down, not the receiver that waits for it', () => {
    const waiting = aLag({
      state: 'stopped',
      seconds: null,
      isOverThreshold: null,
      reason: 'the seconds come from the source',
      channels: [channel({ receiver: 'connecting', lastError: 'cannot connect' })],
    });
    const judged = judge({ ...good, connection: { ...bothUp, source: down }, lag: waiting });
    expect(judged.answer).toBe('cannot-tell');
    expect(said(judged)).toBe('The source db:3306 has not answered for 1 s: connection refused');
  });

  it('names a proven obstacle before anything unknown', () => {
    const judged = judge({
      ...good,
      lag: null,
      checksums: checksumsOf(checksum('shop.a', 'diverged'), checksum('shop.b', 'matched')),
    });
    expect(judged.answer).toBe('not-safe');
    expect(judged.reasons[0]?.message).toMatch(/shop\.a differs/);
    expect(judged.reasons[1]?.message).toMatch(/not been measured/);
  });

  it('names differing rows and counts first, then stray writes, then replication, then the rest', () => {
    const domain = { domain: '0', sourceGtid: '0-1-8', targetGtid: '0-2-9', transactionsBehind: null };
    const judged = judge({
      ...good,
      lag: aLag({
        ...{ state: 'broken', channels: [channel({ state: 'broken', applier: 'stopped' })] },
        ...{ seconds: 40, isOverThreshold: true },
        domains: [{ ...domain, errantGtids: '0-2-9', endsReplication: null }],
      }),
      checksums: checksumsOf(
        checksum('shop.a', 'matched', { definitionDifferences: ['column id: default'] }),
        checksum('shop.b', 'diverged'),
      ),
      consistency: [consistency('shop.a', 'diverged')],
    });
    const failed = judged.reasons.filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ check }) => check)).toEqual([
      ...['checksum-diverged', 'consistency-diverged', 'errant-transactions'],
      ...['replication-broken', 'definition-diverged'],
    ]);
  });

  it('names the rows that differ and not their count, whichever check is registered first', () => {
    const differing = {
      ...good,
      checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')),
      consistency: [consistency('shop.b', 'diverged')],
    };
    const checks = judgeChecks(allChecks('mariadb'), differing, 0, () => undefined);
    for (const order of [checks, [...checks].reverse()])
      expect(foldFindings(order).reasons.filter(({ outcome }) => outcome === 'fail')).toMatchObject([
        { check: 'checksum-diverged' },
      ]);
  });

  const checkOf = (change: Partial<Check>): Check => ({
    ...{ id: 'new', claim: 'It is so', blocks: 'unless-passed', needs: 'nothing', policy: proven },
    judge: () => ({ found: [], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) }),
    ...change,
  });
  const answerOf = (check: Check): Answer =>
    foldFindings(judgeChecks([{ check, section: 'lag' }], good, 0, () => undefined));

  it('is never safe on a check that matters and cannot be judged, even if nothing says why', () => {
    expect(answerOf(checkOf({}))).toMatchObject({
      answer: 'cannot-tell',
      reasons: [{ check: 'new', message: 'Unknown whether it is so', action: expect.stringMatching(/./) }],
    });
    const failing = checkOf({
      judge: () => {
        throw new Error('a fault of ours');
      },
    });
    expect(answerOf(failing).answer).toBe('cannot-tell');
    // Whatever it could have found may be there.
    expect(answerOf({ ...failing, blocks: 'when-failed' }).answer).toBe('cannot-tell');
    expect(answerOf({ ...failing, blocks: 'never' }).answer).toBe('safe');
    expect(foldFindings([]).answer).toBe('cannot-tell');
  });

  it('does not wait for a check that blocks only when it failed, or never', () => {
    expect(answerOf(checkOf({ blocks: 'when-failed' })).answer).toBe('safe');
    expect(answerOf(checkOf({ blocks: 'never' })).answer).toBe('safe');
  });

  const errant = [
    {
      ...{ domain: '0', sourceGtid: '0-1-8', targetGtid: '0-2-9', transactionsBehind: '0', errantGtids: '0-2-9' },
      endsReplication: 'next-connect' as const,
    },
  ];

  it('keeps what positions prove where the threads of the target cannot be read', () => {
    const unread = { state: 'unknown' as const, channels: [], seconds: null, reason: 'no right' };
    expect(judge({ ...good, lag: aLag({ ...unread, isOverThreshold: null, domains: errant }) })).toMatchObject({
      ...{ answer: 'not-safe', reasons: [{ check: 'errant-transactions' }, { check: 'stale-data' }] },
    });
    expect(judge({ ...good, lag: aLag({ ...unread, atLeastSeconds: 99, isOverThreshold: true }) })).toMatchObject({
      ...{ answer: 'not-safe', reasons: [{ check: 'lag-threshold' }, { check: 'stale-data' }] },
    });
  });
});

describe('a waiver', () => {
  const fold = (evidence: Evidence, ...waivers: Waiver[]): Answer =>
    foldFindings(judgeChecks(allChecks('mariadb'), evidence, Date.parse(at) + 1000, () => undefined, waivers));
  const differing = { ...good, checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')) };
  const ofB = aWaiver('w', { check: 'checksum-diverged', subject: 'shop.b', items: ['rows of shop.b'] });

  it('of a table that differs covers that it is not proved equal, too', () =>
    expect(fold(differing, ofB)).toEqual({ answer: 'safe', reasons: [] }));

  it('of one table covers no other one', () => {
    const both = { ...good, checksums: checksumsOf(checksum('shop.a', 'diverged'), checksum('shop.b', 'diverged')) };
    expect(fold(both, ofB)).toMatchObject({ answer: 'not-safe', reasons: [{ tables: ['shop.a'] }] });
    const never = { ...differing, ...watching('shop.a', 'shop.b', 'shop.c') };
    expect(fold(never, ofB)).toMatchObject({ answer: 'cannot-tell', reasons: [{ tables: ['shop.c'] }] });
  });

  it('does not cover what is unknown for another reason than its tables', () =>
    expect(fold({ ...differing, 'target-writable': null }, ofB).answer).toBe('cannot-tell'));
});
