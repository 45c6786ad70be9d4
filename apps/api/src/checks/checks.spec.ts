import type {
  ChecksumResult,
  ConsistencyResult,
  ReplicaLag,
  ReplicationChannel,
  ServerStatus,
  Verdict,
} from '@cutover/contracts';
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
} from '../../test/support/some-evidence.js';
import { alertTypeOf, type Check } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';

const nowMs = Date.parse(at);
const checks = allChecks().map(({ check }) => check);

/** What makes an alert, in the order of the checks. */
function found(change: Partial<Evidence>): string[] {
  const evidence = someEvidence(change);
  return checks.flatMap((check) =>
    check
      .judge(evidence, nowMs)
      .found.filter(({ severity }) => severity !== 'INFO')
      .map(({ severity, subject }) => `${severity} ${alertTypeOf(check.id)} ${subject}`),
  );
}

function checkOf(type: string): Check {
  const known = checks.find(({ id }) => alertTypeOf(id) === type);
  if (!known) throw new Error(`no check ${type}`);
  return known;
}

const quiet = (type: string, change: Partial<Evidence>, subject: string) =>
  checkOf(type).judge(someEvidence(change), nowMs).otherwise(subject).kind;

const errantDomain = {
  ...{ sourceGtid: null, targetGtid: null, transactionsBehind: null, errant: true, endsReplication: null },
};
const withLag = (change: Partial<ReplicaLag>) => ({ lag: aLag(change) });
const withChannel = (change: Partial<ReplicationChannel>) =>
  withLag({ state: change.state ?? 'applying', channels: [channel(change)] });
const withServers = (source: Partial<ServerStatus>, target: Partial<ServerStatus> = {}) => ({
  connection: { source: server(source), target: server(target), sameServer: false },
});
const withChecksum = (verdict: Verdict, change: Partial<ChecksumResult> = {}) => ({
  checksums: checksumsOf(checksum('shop.a', verdict, change)),
});
const withConsistency = (verdict: Verdict, change: Partial<ConsistencyResult> = {}) => ({
  consistency: [consistency('shop.a', verdict, change)],
});

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
      heartbeat: null,
      rds: null,
      checksums: checksumsOf(),
      consistency: [],
      tables: null,
      'target-writable': null,
      parity: {},
      encryption: { source: null, target: null, tablespaces: [] },
      'event-scheduler': null,
      sessions: null,
      'rollback-path': null,
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
