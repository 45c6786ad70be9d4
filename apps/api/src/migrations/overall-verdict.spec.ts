import type { ConnectionStatus } from '@cutover/contracts';
import { aLag, at, channel, checksum, consistency, server } from '../../test/support/migration-snapshot.js';
import { judgeOverall, proofMaxAgeMs, type Judgement, type VerdictEvidence } from './overall-verdict.js';

const down = server({
  state: 'down',
  lastFault: { code: 'ECONNREFUSED', headline: 'connection refused', message: 'refused', action: 'start it' },
});
const bothUp: ConnectionStatus = { source: server(), target: server(), sameServer: false };
const good: VerdictEvidence = {
  connectionStatus: bothUp,
  lag: aLag(),
  checksums: [checksum('shop.a', 'matched'), checksum('shop.b', 'matched')],
  consistency: [],
  isComparing: false,
  watchedTables: ['shop.a', 'shop.b'],
  emptyDatabases: [],
  thresholdSeconds: 10,
  proofMaxAgeMs: 60_000,
};
const judge = (evidence: VerdictEvidence, afterMs = 1000) => judgeOverall(evidence, Date.parse(at) + afterMs);

const said = ({ reasons }: Judgement): string => reasons.map(({ message }) => message).join('; ');

describe('judgeOverall', () => {
  it('is safe only when everything is fresh, up and matched', () => {
    expect(judge(good)).toEqual({
      ...{ answer: 'safe', reasons: [] },
      basis: { tablesWatched: 2, tablesEqual: 2, oldestProofAt: at, lagSeconds: 0, isLagLowerBound: false },
    });
  });

  it.each<[string, Partial<VerdictEvidence>, RegExp]>([
    ['a side is down', { connectionStatus: { ...bothUp, target: down } }, /target does not answer: connection refused/],
    [
      'a side has not answered yet',
      { connectionStatus: { ...bothUp, source: server({ state: 'connecting' }) } },
      /source has not answered yet/,
    ],
    ['lag was never measured', { lag: null }, /not been measured/],
    ['the last sample is stale', { lag: aLag({ isStale: true, state: 'unknown' }) }, /No fresh sample/],
    [
      'the measures contradict each other',
      { lag: aLag({ contradiction: '0 s, yet 5 transactions behind' }) },
      /0 s, yet/,
    ],
    ['seconds are unknown', { lag: aLag({ seconds: null, isOverThreshold: null }) }, /in seconds is unknown/],
    ['the state is unknown', { lag: aLag({ state: 'unknown', reason: 'no right to look' }) }, /no right to look/],
    ['the tables are not known', { watchedTables: null }, /has not been read/],
    ['no table is watched', { watchedTables: [], checksums: [] }, /No table is watched/],
    ['a table was never compared', { watchedTables: ['shop.a', 'shop.b', 'shop.c'] }, /shop\.c is not proved equal/],
    [
      'a table is unverified',
      { checksums: [checksum('shop.a', 'matched'), checksum('shop.b', 'unverified')] },
      /shop\.b is not proved/,
    ],
    [
      'a table is lagging',
      { checksums: [checksum('shop.a', 'lagging'), checksum('shop.b', 'lagging')] },
      /shop\.a and shop\.b are not/,
    ],
  ])('cannot tell when %s', (_, change, reason) => {
    const judged = judge({ ...good, ...change });
    expect(judged.answer).toBe('cannot-tell');
    expect(said(judged)).toMatch(reason);
  });

  it.each<[string, Partial<VerdictEvidence>, RegExp]>([
    ['both sides are one server', { connectionStatus: { ...bothUp, sameServer: true } }, /same server/],
    ['replication is stopped', { lag: aLag({ state: 'stopped' }) }, /stopped/],
    ['replication is broken', { lag: aLag({ state: 'broken' }) }, /broken/],
    ['the applier is stopped', { lag: aLag({ state: 'receiving-only' }) }, /does not apply/],
    ['replication is not configured', { lag: aLag({ state: 'not-configured' }) }, /not configured/],
    ['lag is over its threshold', { lag: aLag({ seconds: 14, isOverThreshold: true }) }, /14 s, over the 10 s limit/],
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
      /errant/,
    ],
    [
      'a table differs',
      { checksums: [checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')] },
      /shop\.b differs/,
    ],
  ])('is not safe when %s', (_, change, reason) => {
    const judged = judge({ ...good, ...change });
    expect(judged.answer).toBe('not-safe');
    expect(judged.reasons[0]?.message).toMatch(reason);
  });

  it('says how far the first comparison is, in place of all that is not proved yet', () => {
    const first = { ...good, isComparing: true, checksums: [checksum('shop.a', 'matched')] };
    expect(said(judge(first))).toBe('First comparison: 1 of 2 tables');
    expect(judge(first).reasons[0]?.tables).toEqual(['shop.b']);
    // A table that was compared and not proved is no matter of waiting.
    const failed = [checksum('shop.a', 'unverified', { reason: 'locked' })];
    expect(said(judge({ ...first, checksums: failed }))).toBe(
      'First comparison: 1 of 2 tables; shop.a is not proved equal: locked',
    );
  });

  it('says a shared reason once, and names the rows of the only table that differs', () => {
    const checksums = ['shop.a', 'shop.b'].map((name) => checksum(name, 'unverified', { reason: 'no right' }));
    expect(said(judge({ ...good, checksums }))).toBe('shop.a and shop.b are not proved equal: no right');
    const changed = checksum('shop.b', 'diverged', { reason: '1 row changed (id 17)' });
    expect(said(judge({ ...good, checksums: [checksum('shop.a', 'matched'), changed] }))).toBe(
      'shop.b differs between source and target: 1 row changed (id 17)',
    );
  });

  it('tells a table whose counts differ from one whose rows were proved different', () => {
    const counted = [consistency('shop.a', 'diverged', { reason: '2 rows fewer' }), consistency('shop.b', 'diverged')];
    const judged = judge({
      ...good,
      checksums: [checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')],
      consistency: counted,
    });
    expect(judged.reasons.map(({ check, tables }) => [check, tables])).toEqual([
      ['table-diverged', ['shop.b']],
      ['counts-diverged', ['shop.a']],
    ]);
  });

  it('rests on the lag that it gives as a reason, also where positions prove only the least of it', () => {
    const lag = aLag({ seconds: 0, atLeastSeconds: 40, isOverThreshold: true });
    const judged = judge({ ...good, lag });
    expect(judged.reasons[0]?.message).toMatch(/at least 40 s/);
    expect(judged.basis).toMatchObject({ lagSeconds: 40, isLagLowerBound: true });
  });

  it('does not call the lag unknown beside the stop that makes it so', () => {
    const stopped = { seconds: null, atLeastSeconds: 1, isOverThreshold: null };
    for (const state of ['stopped', 'broken', 'receiving-only'] as const)
      expect(judge({ ...good, lag: aLag({ ...stopped, state }) }).reasons.map(({ check }) => check)).toEqual([
        'replication-state',
      ]);
    const denied = judge({ ...good, lag: aLag({ ...stopped, state: 'stopped', reason: 'no right to look' }) });
    expect(said(denied)).toMatch(/no right to look/);
  });

  it('says the least that the lag is where no more is known', () =>
    expect(said(judge({ ...good, lag: aLag({ seconds: null, atLeastSeconds: 3, isOverThreshold: null }) }))).toBe(
      'Replica lag is at least 3 s; how much more is unknown',
    ));

  it('cannot be safe while a configured database has no table', () => {
    const judged = judge({ ...good, emptyDatabases: ['biling'] });
    expect(judged.answer).toBe('cannot-tell');
    expect(said(judged)).toMatch(/biling has no table on either side/);
  });

  it('cannot tell when the last proof is too old', () => {
    expect(judge(good, 60_000).answer).toBe('safe');
    const judged = judge(good, 60_001);
    expect(judged).toMatchObject({ answer: 'cannot-tell', basis: { tablesEqual: 0, oldestProofAt: null } });
    expect(said(judged)).toBe('shop.a and shop.b were last proved equal too long ago');
  });

  it('takes a proof for as old as its beginning, however lately it ended', () => {
    const startedAt = new Date(Date.parse(at) - 59_001).toISOString();
    const slow = [checksum('shop.a', 'matched', { startedAt }), checksum('shop.b', 'matched')];
    expect(judge({ ...good, checksums: slow }, 999).answer).toBe('safe');
    expect(judge({ ...good, checksums: slow }).answer).toBe('cannot-tell');
    expect(said(judge({ ...good, checksums: slow }))).toBe('shop.a was last proved equal too long ago');
  });

  it('lets a proof count for two rounds, or a day and two hours where there is no interval', () => {
    expect(proofMaxAgeMs(60, undefined)).toBe((2 * 60 + 10) * 60_000);
    expect(proofMaxAgeMs(60, '0 2 * * *')).toBe(93_600_000);
    expect(proofMaxAgeMs(0, undefined)).toBe(93_600_000);
  });

  it('names a source that is down, not the receiver that waits for it', () => {
    const waiting = aLag({
      state: 'stopped',
      seconds: null,
      isOverThreshold: null,
      reason: 'the seconds come from the source',
      channels: [channel({ receiver: 'connecting', lastError: 'cannot connect' })],
    });
    const judged = judge({ ...good, connectionStatus: { ...bothUp, source: down }, lag: waiting });
    expect(judged.answer).toBe('cannot-tell');
    expect(said(judged)).toBe('The source does not answer: connection refused');
  });

  it('names a proven obstacle before anything unknown', () => {
    const judged = judge({
      ...good,
      lag: null,
      checksums: [checksum('shop.a', 'diverged'), checksum('shop.b', 'matched')],
    });
    expect(judged.answer).toBe('not-safe');
    expect(judged.reasons[0]?.message).toMatch(/shop\.a differs/);
    expect(judged.reasons[1]?.message).toMatch(/not been measured/);
  });
});
