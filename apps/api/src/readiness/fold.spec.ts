import type { Waiver } from '@cutover/contracts';
import { differenceAdvice } from '../consistency/dialects/mysql-family/difference-advice.js';
import { proven, type Check } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { judge as judgeChecks } from '../judgement/judge.js';
import { aWaiver } from '../../test/support/a-waiver.js';
import { allChecks } from '../../test/support/all-checks.js';
import {
  aLag,
  at,
  channel,
  checksum,
  checksumsOf,
  consistency,
  server,
  someEvidence,
  watching,
} from '../../test/support/some-evidence.js';
import { basisOf } from './basis.js';
import { foldFindings, type Answer } from './fold.js';

const down = server({
  state: 'down',
  lastFault: { code: 'ECONNREFUSED', headline: 'connection refused', message: 'refused', action: 'start it' },
});
const bothUp = { source: server(), target: server(), sameServer: false };
const good = someEvidence({
  ...watching('shop.a', 'shop.b'),
  checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'matched')),
  consistency: [],
});
/** The answer of all checks of the product, so long after everything was measured. */
const judge = (evidence: Evidence, afterMs = 1000): Answer =>
  foldFindings(
    judgeChecks(allChecks('mariadb'), evidence, Date.parse(at) + afterMs, (_, error) => {
      throw error;
    }),
  );
const basis = (evidence: Evidence, afterMs = 1000) => basisOf(evidence, Date.parse(at) + afterMs);

const said = ({ reasons }: Answer): string => reasons.map(({ message }) => message).join('; ');

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

  it('says how far the first comparison is, in place of all that is not proved yet', () => {
    const first = { ...good, checksums: { ...checksumsOf(checksum('shop.a', 'matched')), isComparing: true } };
    expect(said(judge(first))).toBe('First comparison: 1 of 2 tables');
    expect(judge(first).reasons[0]?.tables).toEqual(['shop.b']);
    // A table that was compared and not proved is no matter of waiting.
    const failed = checksumsOf(checksum('shop.a', 'unverified', { reason: 'locked' }));
    expect(said(judge({ ...first, checksums: { ...failed, isComparing: true } }))).toBe(
      'First comparison: 1 of 2 tables; shop.a is not proved equal: locked',
    );
  });

  it('says a shared reason once, and names the rows of the only table that differs', () => {
    const checksums = ['shop.a', 'shop.b'].map((name) => checksum(name, 'unverified', { reason: 'no right' }));
    expect(said(judge({ ...good, checksums: checksumsOf(...checksums) }))).toBe(
      'shop.a and shop.b are not proved equal: no right',
    );
    const changed = checksum('shop.b', 'diverged', { reason: '1 row changed (id 17)' });
    expect(said(judge({ ...good, checksums: checksumsOf(checksum('shop.a', 'matched'), changed) }))).toBe(
      'Table shop.b differs between source and target: 1 row changed (id 17)',
    );
  });

  it('tells a table whose counts differ from one whose rows were proved different', () => {
    const counted = [consistency('shop.a', 'diverged', { reason: '2 rows fewer' }), consistency('shop.b', 'diverged')];
    const judged = judge({
      ...good,
      checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')),
      consistency: counted,
    });
    expect(judged.reasons.map(({ check, tables }) => [check, tables])).toEqual([
      ['checksum-diverged', ['shop.b']],
      ['consistency-diverged', ['shop.a']],
    ]);
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

  it('is not safe where a table is defined otherwise though all its rows are proved equal', () => {
    const lost = { definitionDifferences: ['column id is AUTO_INCREMENT on the source only'] };
    const checksums = checksumsOf(checksum('shop.a', 'matched', lost), checksum('shop.b', 'matched'));
    const judged = judge({ ...good, checksums });
    expect(judged.answer).toBe('not-safe');
    expect(said(judged)).toBe(
      'Table shop.a is defined otherwise on the target: column id is AUTO_INCREMENT on the source only; its rows are proved equal',
    );
  });

  it('cannot tell while definitions were not looked at, as in results of an earlier release', () => {
    const { definitionDifferences: _, ...before } = checksum('shop.a', 'matched');
    const judged = judge({ ...good, checksums: checksumsOf(before, checksum('shop.b', 'matched')) });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.map(({ check }) => check)).toEqual(['definition-diverged']);
  });

  it('rests on what is compared, and says what is left out of it', () => {
    const skipped = { excluded: ['shop.log'], view: ['shop.v', 'shop.w'] };
    const notLookedAt = ['triggers', 'databases that are not configured'];
    const tables = good.tables && { ...good.tables, skipped, notLookedAt };
    const rests = basis({ ...good, tables });
    expect(rests.skipped.map(({ reason, count, tables }) => [reason, count, tables])).toEqual([
      ['excluded', 1, ['shop.log']],
      ['view', 2, ['shop.v', 'shop.w']],
    ]);
    expect(rests.notLookedAt).toEqual(['databases that are not configured']);
    // Before the definitions were compared nobody has looked at triggers either.
    expect(basis({ ...good, tables, parity: {} }).notLookedAt).toEqual(notLookedAt);
  });

  it('cannot be safe while an account might not see all that is watched, however equal what it sees is', () => {
    const unseen = [{ role: 'target' as const, name: 'shop', grant: 'GRANT SELECT ON `shop`.* TO c;' }];
    const judged = judge({ ...good, tables: good.tables && { ...good.tables, unseen } });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.map(({ check, action }) => [check, action])).toEqual([
      ['tables-unseen', expect.stringContaining('Run on the target: GRANT SELECT ON `shop`.* TO c;')],
    ]);
  });

  it.each([
    ['database', 'databases', 'databases: biling has no table on either side'],
    ['pattern of excludeTables', 'excludeTables', 'excludeTables: shop.tmp_* matches no table'],
  ] as const)('cannot be safe while a configured %s matches nothing', (_, key, fault) => {
    const unmatched = [{ key, fault, action: 'correct the name or remove it' }];
    const judged = judge({ ...good, tables: good.tables && { ...good.tables, unmatched } });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.map(({ check, message }) => [check, message])).toEqual([
      ['selection-unmatched', expect.stringContaining(fault)],
    ]);
  });

  it('cannot tell when the last proof is too old', () => {
    expect(judge(good, 60_000).answer).toBe('safe');
    const judged = judge(good, 60_001);
    expect(judged.answer).toBe('cannot-tell');
    expect(basis(good, 60_001)).toMatchObject({ tablesEqual: 0, oldestProofAt: null });
    expect(said(judged)).toBe('shop.a and shop.b were last proved equal too long ago');
  });

  it('takes a proof for as old as its beginning, however lately it ended', () => {
    const startedAt = new Date(Date.parse(at) - 59_001).toISOString();
    const slow = checksumsOf(checksum('shop.a', 'matched', { startedAt }), checksum('shop.b', 'matched'));
    expect(judge({ ...good, checksums: slow }, 999).answer).toBe('safe');
    expect(judge({ ...good, checksums: slow }).answer).toBe('cannot-tell');
    expect(said(judge({ ...good, checksums: slow }))).toBe('shop.a was last proved equal too long ago');
  });

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

  it('says with its alert that AUTO_INCREMENT alone stands in the way', () => {
    const differs = { differences: ['autoIncrement' as const], reason: 'it is lower' };
    const lower = consistency('shop.a', 'diverged', { ...differs, action: differenceAdvice.raiseCounter });
    expect(judge({ ...good, consistency: [lower] })).toMatchObject({
      answer: 'not-safe',
      reasons: [
        { check: 'consistency-diverged', severity: 'CRITICAL', action: expect.stringContaining('AUTO_INCREMENT') },
      ],
    });
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

  it('says first what must be done first: rows before a counter', () => {
    const counted = [
      consistency('shop.a', 'diverged', { differences: ['autoIncrement'], action: differenceAdvice.raiseCounter }),
      consistency('shop.b', 'diverged', { differences: ['rows'], reason: '2 rows fewer' }),
    ];
    expect(judge({ ...good, consistency: counted }).reasons[0]?.action).toContain('Do not cut over');
  });

  it('does not grow with tables that are missing', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `shop.t${index}`);
    const gone = names.map((name) => consistency(name, 'diverged', { differences: ['presence'], target: null }));
    const judged = judge({ ...good, ...watching(...names), checksums: checksumsOf(), consistency: gone });
    expect(judged.reasons.length).toBeLessThan(5);
    expect(judged.reasons[0]).toMatchObject({
      ...{ message: 'shop.t0, shop.t1 and 998 more exist on the source only', tableCount: 1000 },
    });
  });

  it('names a table that is back and was not compared since', () => {
    const back = consistency('shop.a', 'matched', { checkedAt: new Date(Date.parse(at) + 500).toISOString() });
    const checksums = checksumsOf(
      checksum('shop.a', 'diverged', { missingOn: 'target' }),
      checksum('shop.b', 'matched'),
    );
    expect(said(judge({ ...good, checksums, consistency: [back] }))).toMatch(
      /^shop\.a is not proved equal: it was missing/,
    );
  });
});

describe('a waiver', () => {
  const fold = (evidence: Evidence, ...waivers: Waiver[]): Answer =>
    foldFindings(judgeChecks(allChecks('mariadb'), evidence, Date.parse(at) + 1000, () => undefined, waivers));
  const differing = { ...good, checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')) };
  const ofB = aWaiver('w', { check: 'checksum-diverged', subject: 'shop.b' });

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
