import type {
  ChecksumResult,
  ConsistencyResult,
  EncryptionProgress,
  EncryptionSide,
  ParityArea,
  EventScheduler,
  LogicalReplication,
  ReplicaLag,
  ReplicationLimit,
  ReplicationChannel,
  RollbackPath,
  Sequences,
  ServerStatus,
  Sessions,
  SourceLog,
  SourceSlot,
  Verdict,
} from '@cutover/contracts';
import type { KnownArea } from '../../src/parity/known-parity.js';
import type { Evidence } from '../../src/evidence/evidence.js';
// What each capability adds to the evidence.
import type {} from '../../src/alerts/channels/channels.evidence.js';
import type {} from '../../src/checksum/checksum.evidence.js';
import type {} from '../../src/checksum/load/verification-load.evidence.js';
import type {} from '../../src/connections/connections.evidence.js';
import type {} from '../../src/consistency/consistency.evidence.js';
import type {} from '../../src/encryption/encryption.evidence.js';
import type {} from '../../src/event-scheduler/event-scheduler.evidence.js';
import type {} from '../../src/lag/heartbeat/heartbeat.evidence.js';
import type {} from '../../src/lag/lag.evidence.js';
import type {} from '../../src/lag/logical-replication/logical-replication.evidence.js';
import type {} from '../../src/not-replicated/not-replicated.evidence.js';
import type {} from '../../src/pair-history/pair-history.evidence.js';
import type {} from '../../src/rds/rds.evidence.js';
import type {} from '../../src/parity/parity.evidence.js';
import type {} from '../../src/rollback-path/rollback-path.evidence.js';
import type {} from '../../src/backups/restorable/restorable-backup.evidence.js';
import { at } from './a-moment.js';
import { aRestorableBackup } from './a-restorable-backup.js';
import type {} from '../../src/sequences/sequences.evidence.js';
import type {} from '../../src/sessions/sessions.evidence.js';
import type {} from '../../src/tables/tables.evidence.js';
import type {} from '../../src/target-writable/target-writable.evidence.js';

/** Snapshots for tests: everything is fine, but for what the test says. */
export { at };

export function server(change: Partial<ServerStatus> = {}): ServerStatus {
  return {
    state: 'up',
    since: at,
    host: 'db',
    port: 3306,
    version: '10.11.6-MariaDB',
    tlsCipher: 'TLS_AES_256_GCM_SHA384',
    latencyMs: 1,
    lastSeenAt: at,
    lastFault: null,
    failedAttempts: 0,
    toldBy: null,
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
    ...{
      isLogged: true,
      unloggedBecause: null,
      action: 'Refuse them.',
      statement: 'REFUSE;',
      accountsAction: 'Lock them.',
      grant: null,
    },
    ...{ reason: null, measuredAt: at, unseenWritesUntil: null },
    ...change,
  };
}

/** Every area was compared, and nothing differs. */
export function aParity(measuredAt = at): Evidence['parity'] {
  const equal = (area: ParityArea): KnownArea => ({
    state: {
      ...{ area, compared: { table: 1 }, differences: 0, blocking: 0, unknown: [], tookMs: 1, measuredAt },
      leftOut: [],
      ...{ statements: { source: 1, target: 1 }, failure: null },
    },
    differences: [],
  });
  return { schema: equal('schema'), accounts: equal('accounts'), variables: equal('variables') };
}

/** Everything on one side is encrypted. */
export function anEncryptedSide(change: Partial<EncryptionSide> = {}): EncryptionSide {
  return {
    ...{
      role: 'target',
      server: 'new:3306 (server 2)',
      basis: 'sql',
      progress: someProgress(),
      parts: [],
      keys: null,
      logsReason: null,
    },
    logs: { total: 1, encrypted: 1, plain: 0, unknown: 0, plainFiles: [], action: null },
    ...{ requiresTls: true, grants: [], reason: null, measuredAt: at },
    ...change,
  };
}

/** Two tablespaces, both encrypted. */
export function someProgress(change: Partial<EncryptionProgress> = {}): EncryptionProgress {
  return {
    ...{ totalBytes: 2_097_152, encryptedBytes: 2_097_152, bytesPerSecond: null, secondsLeft: null, stuck: null },
    tablespaces: { done: 2, rekeying: 0, rotating: 0, plain: 0, never: 0, unknown: 0 },
    ...change,
  };
}

/** One slot of the migration's own, caught up, on a source whose disk does not fill. */
export function aReplication(change: Partial<LogicalReplication> = {}): LogicalReplication {
  return {
    log: aSourceLog(),
    slots: [aSlot()],
    own: { slots: 1, behindBytes: '0', furthestBehind: 'sub' },
    limits: [aLimit(), aLimit({ side: 'target', name: 'max_logical_replication_workers' })],
    ...{ publications: [], origins: [], reasons: [], measuredAt: at },
    ...change,
  };
}

export function aSourceLog(change: Partial<SourceLog> = {}): SourceLog {
  return {
    ...{ position: '0/2000', level: 'logical', writtenBytesPerSecond: 100, retainedBytes: 4096 },
    ...{ growthBytesPerSecond: 0, directoryBytes: 16_777_216, keepLimitBytes: null },
    disk: {
      ...{ kind: 'steady', seconds: null, freeBytes: null, isNearlyFull: false, basis: null },
      ...{ slot: 'sub', slotOwner: 'subscription' },
    },
    ...change,
  };
}

export function aSlot(change: Partial<SourceSlot> = {}): SourceSlot {
  return {
    ...{ name: 'sub', kind: 'logical', plugin: 'pgoutput', database: 'shop', isTemporary: false },
    ...{ owner: 'subscription', isActive: true, walStatus: 'reserved' },
    ...{ confirmedPosition: '0/2000', restartPosition: '0/1000', behindBytes: 0, seconds: 0, atLeastSeconds: 0 },
    ...{ retainedBytes: 4096, growthBytesPerSecond: 0, caughtUpInSeconds: 0, safeWalBytes: null, lostInSeconds: null },
    ...{ isConflicting: null, invalidationReason: null, inactiveSince: null, sender: null },
    ...change,
  };
}

export function aLimit(change: Partial<ReplicationLimit> = {}): ReplicationLimit {
  return { side: 'source', name: 'max_replication_slots', limit: 10, used: 1, isByDesign: false, ...change };
}

/** The target runs no event. */
export function aScheduler(change: Partial<EventScheduler> = {}): EventScheduler {
  return {
    ...{ setting: 'OFF', enabled: { total: 0, named: [] }, hasWaiting: false, grant: null, reason: null },
    ...{ scheduler: 'The event scheduler', action: 'Turn it off.', statement: 'OFF;', jobs: null },
    measuredAt: at,
    ...change,
  };
}

/** No session stands in the way. */
export function someSessions(change: Partial<Sessions> = {}): Sessions {
  const nothing = { holdUps: [], unknown: [] };
  return { source: nothing, target: nothing, measuredAt: at, ...change };
}

/** Every sequence is where it should be. */
export function allSet(change: Partial<Sequences> = {}): Sequences {
  const counts = { behind: 0, 'in-use': 0, missing: 0, unknown: 0 };
  return { compared: 1, counts, sequences: [], grants: [], reason: null, measuredAt: at, ...change };
}

/** The old source could follow the target. */
export function aRollbackPath(change: Partial<RollbackPath> = {}): RollbackPath {
  return {
    settings: {
      log_bin: 'ON',
      log_slave_updates: 'ON',
      binlog_format: 'ROW',
      binlog_row_image: 'FULL',
      server_id: '2',
    },
    ...{ keptSeconds: null, keptForEver: true, serverIds: { source: '1', target: '2' } },
    ...{
      accounts: { total: 1, named: ['replicator@%'] },
      grant: null,
      subscription: null,
      reason: null,
      measuredAt: at,
    },
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
    heartbeat: 'none',
    lag: aLag(),
    'logical-replication': aReplication(),
    rds: 'none',
    checksums: checksumsOf(checksum('shop.a', 'matched')),
    consistency: [consistency('shop.a', 'matched')],
    'target-writable': aWritable(),
    parity: aParity(),
    encryption: { source: null, target: anEncryptedSide(), tablespaces: [] },
    'event-scheduler': aScheduler(),
    'not-replicated': { groups: [], unknown: [], reason: null, measuredAt: at },
    sequences: allSet(),
    sessions: someSessions(),
    'rollback-path': aRollbackPath(),
    'restorable-backup': aRestorableBackup(),
    'verification-load': { isKnown: true, excesses: [], isAdapting: true },
    notifications: [],
    ...watching('shop.a'),
    'freeze-proof': null,
    pairHistory: { isSeen: true, blindness: null, leavingOut: [], passingOver: [], ownTransactions: [] },
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
      notLookedAt: ['databases that are not configured'],
      discoveredAt: at,
      tables,
    },
  };
}
