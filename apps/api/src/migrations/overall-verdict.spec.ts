import type {
  ChecksumResult,
  ConnectionStatus,
  ReplicaLag,
  ReplicationChannel,
  ServerStatus,
  Verdict,
} from '@cutover/contracts';
import { judgeOverall, type VerdictEvidence } from './overall-verdict.js';

const at = '2026-11-20T03:00:00.000Z';

function server(state: ServerStatus['state'] = 'up'): ServerStatus {
  return {
    state,
    since: at,
    host: 'db',
    port: 3306,
    version: null,
    tlsCipher: null,
    latencyMs: 1,
    lastSeenAt: at,
    lastFault: state === 'down' ? { code: 'ECONNREFUSED', message: 'connection refused', action: 'start it' } : null,
    failedAttempts: 0,
    missingGrants: [],
  };
}

function lag(change: Partial<ReplicaLag> = {}): ReplicaLag {
  return {
    measuredAt: at,
    state: 'idle',
    isStale: false,
    seconds: 0,
    transactionsBehind: '0',
    domains: [],
    notReceivedBytes: 0,
    notAppliedBytes: 0,
    predictedDrainSeconds: null,
    contradiction: null,
    thresholdSeconds: 10,
    isOverThreshold: false,
    channels: [],
    sourcePosition: '0-1-5',
    targetPosition: '0-1-5',
    reason: null,
    ...change,
  };
}

function channel(receiver: ReplicationChannel['receiver']): ReplicationChannel {
  return {
    name: '',
    state: 'stopped',
    sourceHost: 'db',
    sourcePort: 3306,
    receiver,
    applier: 'running',
    secondsBehind: null,
    delaySeconds: 0,
    tls: true,
    lastError: 'cannot connect',
  };
}

function checksum(table: string, verdict: Verdict): ChecksumResult {
  return {
    table,
    verdict,
    mode: 'table',
    digest: 'CHECKSUM TABLE',
    position: null,
    sourceDigest: null,
    targetDigest: null,
    sourceRows: null,
    targetRows: null,
    chunks: { total: 1, matched: 0, lagging: 0, diverged: 0, unverified: 0 },
    differences: { missing: 0, extra: 0, changed: 0, complete: false },
    startedAt: at,
    finishedAt: at,
    durationMs: 1,
  };
}

const bothUp: ConnectionStatus = { source: server(), target: server(), sameServer: false };
const good: VerdictEvidence = {
  connectionStatus: bothUp,
  lag: lag(),
  checksums: [checksum('shop.a', 'matched'), checksum('shop.b', 'matched')],
  consistency: [],
  watchedTables: ['shop.a', 'shop.b'],
  thresholdSeconds: 10,
};

describe('judgeOverall', () => {
  it('is safe only when everything is fresh, up and matched', () => {
    expect(judgeOverall(good)).toEqual({ answer: 'safe', reasons: [] });
  });

  it.each<[string, Partial<VerdictEvidence>, RegExp]>([
    [
      'a side is down',
      { connectionStatus: { ...bothUp, target: server('down') } },
      /target does not answer: connection refused/,
    ],
    [
      'a side has not answered yet',
      { connectionStatus: { ...bothUp, source: server('connecting') } },
      /source has not answered yet/,
    ],
    ['lag was never measured', { lag: null }, /not been measured/],
    ['the last sample is stale', { lag: lag({ isStale: true, state: 'unknown' }) }, /No fresh sample/],
    [
      'the measures contradict each other',
      { lag: lag({ contradiction: '0 s, yet 5 transactions behind' }) },
      /0 s, yet/,
    ],
    ['seconds are unknown', { lag: lag({ seconds: null, isOverThreshold: null }) }, /in seconds is unknown/],
    ['the state is unknown', { lag: lag({ state: 'unknown', reason: 'no right to look' }) }, /no right to look/],
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
    const judged = judgeOverall({ ...good, ...change });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.join('; ')).toMatch(reason);
  });

  it.each<[string, Partial<VerdictEvidence>, RegExp]>([
    ['both sides are one server', { connectionStatus: { ...bothUp, sameServer: true } }, /same server/],
    ['replication is stopped', { lag: lag({ state: 'stopped' }) }, /stopped/],
    ['replication is broken', { lag: lag({ state: 'broken' }) }, /broken/],
    ['the applier is stopped', { lag: lag({ state: 'receiving-only' }) }, /does not apply/],
    ['replication is not configured', { lag: lag({ state: 'not-configured' }) }, /not configured/],
    ['lag is over its threshold', { lag: lag({ seconds: 14, isOverThreshold: true }) }, /14 s, over the 10 s limit/],
    [
      'the target has errant transactions',
      {
        lag: lag({
          domains: [{ domain: '0', sourceGtid: null, targetGtid: '0-2-9', transactionsBehind: null, errant: true }],
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
    const judged = judgeOverall({ ...good, ...change });
    expect(judged.answer).toBe('not-safe');
    expect(judged.reasons[0]).toMatch(reason);
  });

  it('names a source that is down, not the receiver that waits for it', () => {
    const waiting = lag({ state: 'stopped', seconds: null, isOverThreshold: null, channels: [channel('connecting')] });
    const judged = judgeOverall({ ...good, connectionStatus: { ...bothUp, source: server('down') }, lag: waiting });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons[0]).toMatch(/source does not answer/);
  });

  it('names a proven obstacle before anything unknown', () => {
    const judged = judgeOverall({
      ...good,
      lag: null,
      checksums: [checksum('shop.a', 'diverged'), checksum('shop.b', 'matched')],
    });
    expect(judged.answer).toBe('not-safe');
    expect(judged.reasons[0]).toMatch(/shop\.a differs/);
    expect(judged.reasons[1]).toMatch(/not been measured/);
  });
});
