import type {
  ChecksumResult,
  ConsistencyResult,
  ReplicaLag,
  ReplicationChannel,
  ServerStatus,
  Verdict,
} from '@cutover/contracts';
import type { Evidence } from '../../src/evidence/evidence.js';
// What each capability adds to the evidence.
import type {} from '../../src/checksum/checksum.evidence.js';
import type {} from '../../src/checksum/load/verification-load.evidence.js';
import type {} from '../../src/connections/connections.evidence.js';
import type {} from '../../src/consistency/consistency.evidence.js';
import type {} from '../../src/lag/lag.evidence.js';
import type {} from '../../src/pair-history/pair-history.evidence.js';
import type {} from '../../src/tables/tables.evidence.js';
import type {} from '../../src/target-writable/target-writable.evidence.js';

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
    shownBy: 'SHOW REPLICA STATUS',
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
    definitionDifferences: [],
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

/** The target refuses all writes but those of replication. */
export function aWritable(
  change: Partial<NonNullable<Evidence['target-writable']>> = {},
): NonNullable<Evidence['target-writable']> {
  return {
    ...{ guard: 'ordinary', guardText: 'read_only = ON', writers: { total: 0, named: [] }, administrators: null },
    ...{ isLogged: true, unloggedBecause: null, action: 'Refuse them.', accountsAction: 'Lock them.', grant: null },
    ...{ reason: null, measuredAt: at, unseenWritesUntil: null },
    ...change,
  };
}

/**
 * Evidence of a migration of which everything is fine, but for what the test says. Parts that are not named here are
 * missing: a capability with parts of its own gives them in its tests.
 */
export function someEvidence(change: Partial<Evidence> = {}): Evidence {
  const known: Partial<Evidence> = {
    connection: { source: server(), target: server(), sameServer: false },
    lag: aLag(),
    checksums: checksumsOf(checksum('shop.a', 'matched')),
    consistency: [consistency('shop.a', 'matched')],
    'target-writable': aWritable(),
    'verification-load': { isKnown: true, excesses: [], isAdapting: true },
    ...watching('shop.a'),
    pairHistory: { isSeen: true, blindness: null, leavingOut: [], ownTransactions: [] },
    'freeze-proof': null,
    ...change,
  };
  return known as Evidence;
}

/** Results of a verification that does not run at the moment. */
export function checksumsOf(...results: ChecksumResult[]): Evidence['checksums'] {
  return { results, isComparing: false, obstacle: null, proofMaxAgeMs: 60_000 };
}

/** Both sides have these tables, and they are watched. */
export function watching(...ids: string[]): { tables: NonNullable<Evidence['tables']> } {
  const shape = { kind: 'table' as const, engine: 'InnoDB', columns: [], primaryKey: ['id'] };
  const tables = ids.map((id) => ({ id, database: 'shop', name: id.slice(5), source: shape, target: shape }));
  return {
    tables: {
      migration: 'shop',
      unmatched: [],
      unseen: [],
      skipped: { excluded: [], view: [] },
      notLookedAt: ['triggers'],
      discoveredAt: at,
      tables,
    },
  };
}
