import type { ServerStatus } from '@cutover/contracts';
import {
  checkOf,
  checks,
  found,
  nowMs,
  quiet,
  withChannel,
  withChecksum,
  withConsistency,
  withLag,
  withServers,
} from '../../test/support/judged-evidence.js';
import { at, channel, checksumsOf, server, someEvidence } from '../../test/support/some-evidence.js';
import type { Evidence } from '../evidence/evidence.js';

const errantDomain = {
  ...{ sourceGtid: null, targetGtid: null, transactionsBehind: null, errant: true, endsReplication: null },
};

describe('the checks', () => {
  it('has one check an id', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(checks.length).toBeGreaterThan(14);
  });

  it('finds nothing where everything is fine', () => {
    expect(found({})).toEqual([]);
  });

  it('finds nothing, and calls nothing good, before anything was measured', () => {
    const nothing = {
      ...withServers({ state: 'connecting', missingGrants: null }, { state: 'connecting', missingGrants: null }),
      lag: null,
      'logical-replication': null,
      heartbeat: null,
      rds: null,
      checksums: checksumsOf(),
      consistency: [],
      tables: null,
      'target-writable': null,
      parity: {},
      encryption: { source: null, target: null, tablespaces: [] },
      'event-scheduler': null,
      'not-replicated': null,
      sequences: null,
      sessions: null,
      'rollback-path': null,
      'restorable-backup': null,
      'verification-load': { isKnown: false, excesses: [], isAdapting: true },
      notifications: null,
    };
    expect(found(nothing)).toEqual([]);
    const subjects = ['source', 'target', 'default channel', 'domain 0', 'lag', 'shop.a'];
    for (const { judge } of checks)
      for (const subject of subjects)
        expect(judge(someEvidence(nothing), nowMs).otherwise(subject).kind).toBe('unknown');
  });

  it.each<[string, Partial<Evidence>, string[]]>([
    ['a side is down', withServers({}, { state: 'down' }), ['CRITICAL connection_lost target']],
    [
      'the servers are one',
      { connection: { source: server(), target: server(), sameServer: true } },
      ['CRITICAL same_server target'],
    ],
    ['grants are missing', withServers({ missingGrants: ['GRANT PROCESS …'] }), ['WARNING missing_grant source']],
    [
      'a replication thread ended with an error',
      withChannel({ state: 'broken', applier: 'stopped', lastError: '1062' }),
      ['CRITICAL replication_broken default channel'],
    ],
    [
      'both threads are stopped',
      withChannel({ state: 'stopped', applier: 'stopped', receiver: 'stopped' }),
      ['CRITICAL replication_stopped default channel'],
    ],
    [
      'the applier is stopped on a named channel',
      withChannel({ name: 'emea', state: 'receiving-only', applier: 'stopped' }),
      ['CRITICAL replication_stopped channel emea'],
    ],
    [
      'the receiver alone is stopped',
      withChannel({ state: 'stopped', receiver: 'stopped' }),
      ['CRITICAL receiver_dead default channel'],
    ],
    [
      'the receiver cannot connect though the source is up',
      withChannel({ state: 'stopped', receiver: 'connecting', lastError: 'Receiver error 4151: locked' }),
      ['CRITICAL receiver_dead default channel'],
    ],
    [
      'the receiver has just begun to connect',
      withChannel({ state: 'stopped', receiver: 'connecting' }),
      ['WARNING receiver_dead default channel'],
    ],
    [
      'there is no channel',
      withLag({ state: 'not-configured', channels: [] }),
      ['CRITICAL replication_not_configured target'],
    ],
    ['the lag is over its limit', withLag({ isOverThreshold: true, seconds: 34 }), ['WARNING lag_threshold target']],
    ['the measures contradict', withLag({ contradiction: '0 s but 5 behind' }), ['WARNING lag_contradiction target']],
    [
      'the target has errant transactions',
      withLag({
        domains: [{ ...errantDomain, domain: '7', errantGtids: '7-2-5' }],
      }),
      ['WARNING errant_transactions domain 7'],
    ],
    [
      'errant transactions that end replication at the next write',
      withLag({
        domains: [{ ...errantDomain, domain: '0', errantGtids: '0-2-5', endsReplication: 'next-write' }],
      }),
      ['CRITICAL errant_transactions domain 0'],
    ],
    [
      'errant transactions that end replication at the next connect',
      withLag({ domains: [{ ...errantDomain, domain: '0', errantGtids: '0-2-5', endsReplication: 'next-connect' }] }),
      ['CRITICAL errant_transactions domain 0'],
    ],
    ['the sample is stale', withLag({ isStale: true, state: 'unknown' }), ['WARNING stale_data lag']],
    ['a table diverged', withChecksum('diverged'), ['CRITICAL checksum_diverged shop.a']],
    ['a table is unverified', withChecksum('unverified'), ['WARNING checksum_unverified shop.a']],
    ['a table lags', withChecksum('lagging'), ['WARNING checksum_lagging shop.a']],
    [
      'a proved table lags',
      withChecksum('matched', { lastAttempt: { verdict: 'lagging', reason: null, finishedAt: at } }),
      ['WARNING checksum_lagging shop.a'],
    ],
    ['rows differ', withConsistency('diverged', { differences: ['rows'] }), ['CRITICAL consistency_diverged shop.a']],
    [
      'only AUTO_INCREMENT differs',
      withConsistency('diverged', { differences: ['autoIncrement'] }),
      ['CRITICAL consistency_diverged shop.a'],
    ],
    [
      'a table is missing on the target',
      withConsistency('diverged', { differences: ['presence'], target: null }),
      ['CRITICAL table_missing shop.a'],
    ],
    [
      'a table is on the target only',
      withConsistency('diverged', { differences: ['presence'], source: null }),
      ['WARNING table_missing shop.a'],
    ],
    [
      'a configured table exists nowhere',
      {
        consistency: [],
        tables: {
          migration: 'shop',
          unmatched: [],
          unseen: [],
          skipped: { excluded: [], view: [] },
          notLookedAt: ['triggers'],
          discoveredAt: at,
          tables: [{ id: 'shop.typo', database: 'shop', name: 'typo', source: null, target: null }],
        },
      },
      ['WARNING table_missing shop.typo'],
    ],
  ])('when %s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  it('makes one alert of a target that is down, which names what is unknown by that', () => {
    const down = { ...withServers({}, { state: 'down' }), ...withLag({ state: 'unknown', reason: 'target is down' }) };
    expect(found(down)).toEqual(['CRITICAL connection_lost target']);
    expect(checkOf('connection_lost').judge(someEvidence(down), nowMs).found[0]?.message).toMatch(
      /lag .* unknown until it answers/,
    );
    expect(quiet('stale_data', down, 'lag')).toBe('explained');
    for (const type of ['replication_stopped', 'replication_broken', 'receiver_dead', 'lag_threshold'] as const)
      expect(quiet(type, down, 'default channel')).toBe('unknown');
  });

  it.each<[string, Partial<ServerStatus>]>([
    ['answers', { state: 'up' }],
    ['was never reached, nor found down', { state: 'connecting' }],
  ])('does not hide stale data of another cause: the target %s, and the source is down', (_, target) => {
    const stale = { ...withServers({ state: 'down' }, target), ...withLag({ isStale: true, state: 'unknown' }) };
    expect(found(stale)).toEqual(['CRITICAL connection_lost source', 'WARNING stale_data lag']);
  });

  it.each<[string, Partial<ServerStatus>]>([
    ['since the target answers again', { state: 'up', since: '2999-01-01T00:00:00.000Z' }],
    ['while the target has not answered yet', { state: 'connecting' }],
  ])('waits for a sample %s before it calls replication unknown', (_, target) => {
    const before = {
      ...withServers({}, target),
      ...withLag({ state: 'unknown', reason: 'The target does not answer' }),
    };
    expect(found(before)).toEqual([]);
    expect(quiet('stale_data', before, 'lag')).toBe('unknown');
  });

  it('counts one transaction as one', () => {
    const late = withLag({ isOverThreshold: true, seconds: 34, transactionsBehind: '1' });
    expect(checkOf('lag_threshold').judge(someEvidence(late), nowMs).found[0]?.message).toMatch(
      /, 1 transaction behind/,
    );
  });

  it('does not blame a receiver that cannot reach a source that is down', () => {
    const away = { ...withServers({ state: 'down' }), ...withChannel({ state: 'stopped', receiver: 'connecting' }) };
    expect(found(away)).toEqual(['CRITICAL connection_lost source']);
    expect(quiet('receiver_dead', away, 'default channel')).toBe('unknown');
    expect(quiet('receiver_dead', {}, 'default channel')).toBe('pass');
  });

  it('keeps an unknown lag from resolving lag_threshold', () => {
    expect(quiet('lag_threshold', withLag({ isOverThreshold: null, seconds: null }), 'target')).toBe('unknown');
    expect(quiet('lag_threshold', withLag({ isOverThreshold: false }), 'target')).toBe('pass');
  });

  it('says what happened, for how long and what to do', () => {
    const lastSeenAt = new Date(Date.parse(at) - 12_000).toISOString();
    const fault = { code: 'ECONNREFUSED', headline: 'nothing listens', message: 'refused', action: 'Start it.' };
    const lost = withServers({}, { state: 'down', lastSeenAt, lastFault: fault });
    expect(checkOf('connection_lost').judge(someEvidence(lost), nowMs).found[0]).toMatchObject({
      message:
        'The target db:3306 has not answered for 12 s: nothing listens. Replica lag and the state of replication are unknown until it answers',
      action: 'Start it.',
    });
    const jumped = checkOf('connection_lost').judge(someEvidence(lost), 0).found[0];
    expect(jumped?.message).toContain('for 0 s');
  });

  it('never leaves a finding without an action, and keeps subjects short enough for the store', () => {
    const everything = someEvidence({
      ...withServers({ state: 'down', missingGrants: ['GRANT x'] }, { state: 'down' }),
      ...withLag({ isOverThreshold: true, contradiction: 'x', channels: [channel({ state: 'broken' })] }),
      ...withChecksum('diverged'),
      ...withConsistency('diverged', { differences: ['columns'] }),
    });
    const findings = checks.flatMap(({ judge }) => judge(everything, nowMs).found);
    expect(findings.length).toBeGreaterThan(6);
    for (const { action, subject, message } of findings) {
      expect(action.length).toBeGreaterThan(10);
      expect(message).not.toContain('undefined');
      expect(subject.length).toBeLessThan(256);
    }
  });
});
