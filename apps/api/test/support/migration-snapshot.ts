import type {
  ChecksumResult,
  ConsistencyResult,
  ReplicaLag,
  ReplicationChannel,
  ServerStatus,
  Verdict,
} from '@cutover/contracts';
import type { MigrationSnapshot } from '../../src/alerts/alert-rule.js';

/** Snapshots for tests: everything is fine, but for what the test says. */
export const at = '2026-01-01T00:00:00.000Z';

export function server(change: Partial<ServerStatus> = {}): ServerStatus {
  return {
    state: 'up',
    since: at,
    host: 'db',
    port: 3306,
    version: '10.11.6-MariaDB',
    tlsCipher: null,
    latencyMs: 1,
    lastSeenAt: at,
    lastFault: null,
    failedAttempts: 0,
    missingGrants: [],
    ...change,
  };
}

export function channel(change: Partial<ReplicationChannel> = {}): ReplicationChannel {
  return {
    name: '',
    state: 'applying',
    sourceHost: 'db',
    sourcePort: 3306,
    receiver: 'running',
    applier: 'running',
    secondsBehind: 0,
    delaySeconds: 0,
    tls: true,
    lastError: null,
    headline: change.lastError ? 'A headline' : null,
    action: change.lastError ? 'Correct it.' : null,
    ...change,
  };
}

export function aLag(change: Partial<ReplicaLag> = {}): ReplicaLag {
  return {
    measuredAt: at,
    state: 'applying',
    isStale: false,
    seconds: 0,
    atLeastSeconds: 0,
    transactionsBehind: '0',
    domains: [],
    notReceivedBytes: 0,
    notAppliedBytes: 0,
    predictedDrainSeconds: null,
    contradiction: null,
    thresholdSeconds: 10,
    isOverThreshold: false,
    channels: [channel()],
    sourcePosition: '0-1-5',
    targetPosition: '0-1-5',
    reason: null,
    ...change,
  };
}

export function checksum(table: string, verdict: Verdict, change: Partial<ChecksumResult> = {}): ChecksumResult {
  return {
    table,
    verdict,
    mode: 'snapshot',
    digest: 'BIT_XOR(CRC32*CRC32C)',
    position: null,
    sourceDigest: null,
    targetDigest: null,
    sourceRows: null,
    targetRows: null,
    chunks: { total: 1, matched: 0, lagging: 0, diverged: 0, unverified: 0 },
    differences: { missing: 0, extra: 0, changed: 0, complete: false },
    startedAt: at,
    finishedAt: at,
    durationMs: 1500,
    ...change,
  };
}

const facts = { rows: '12', smallestKey: '1', largestKey: '12', autoIncrement: '13', columns: ['id int'] };

export function consistency(
  table: string,
  verdict: Verdict,
  change: Partial<ConsistencyResult> = {},
): ConsistencyResult {
  return {
    table,
    verdict,
    differences: [],
    source: facts,
    target: facts,
    position: null,
    checkedAt: at,
    durationMs: 1,
    ...change,
  };
}

export function aSnapshot(change: Partial<MigrationSnapshot> = {}): MigrationSnapshot {
  const shape = { kind: 'table' as const, engine: 'InnoDB', columns: [], primaryKey: ['id'] };
  const table = { id: 'shop.a', database: 'shop', name: 'a', source: shape, target: shape };
  return {
    migration: 'shop',
    nowMs: Date.parse(at),
    connection: { source: server(), target: server(), sameServer: false },
    lag: aLag(),
    checksums: [checksum('shop.a', 'matched')],
    consistency: [consistency('shop.a', 'matched')],
    catalog: { migration: 'shop', emptyDatabases: [], discoveredAt: at, tables: [table] },
    ...change,
  };
}
