import type {
  Alert,
  ChecksumResult,
  ConsistencyResult,
  Finding,
  LagHistory,
  LagPoint,
  MigrationUpdate,
  Readiness,
  ReplicaLag,
  ReplicationChannel,
  RowDifference,
  RunProgress,
  ServerStatus,
  TableProgress,
  VerdictBasis,
  Waiver,
} from '@cutover/contracts';
import type { WatchedMigration } from '../src/live/merge-update.js';

/** The instant around which all fixtures are built. */
export const fixtureNow = '2026-11-20T03:00:00.000Z';

const ago = (seconds: number, now: string = fixtureNow): string =>
  new Date(Date.parse(now) - seconds * 1000).toISOString();

/** What the answer of the fixtures rests on. */
export const verdictBasis: VerdictBasis = {
  tablesWatched: 2,
  tablesEqual: 2,
  oldestProofAt: ago(742),
  skipped: [],
  notLookedAt: ['secondary indexes', 'triggers'],
  lagSeconds: 2,
  isLagLowerBound: false,
};

/** A server that answers over TLS. */
export function serverStatus(over: Partial<ServerStatus> = {}, now?: string): ServerStatus {
  return {
    state: 'up',
    since: ago(4200, now),
    host: 'db-1.example.net',
    port: 3306,
    version: '10.11.14-MariaDB-log',
    tlsCipher: 'TLS_AES_256_GCM_SHA384',
    latencyMs: 1.4,
    lastSeenAt: ago(2, now),
    lastFault: null,
    failedAttempts: 0,
    toldBy: null,
    missingGrants: [],
    ...over,
  };
}

/** A replica that is two seconds behind and moving. */
export function replicaLag(over: Partial<ReplicaLag> = {}, now?: string): ReplicaLag {
  return {
    measuredAt: ago(2, now),
    state: 'applying',
    isStale: false,
    seconds: 2,
    atLeastSeconds: 2,
    transactionsBehind: '118',
    domains: [
      {
        domain: '0',
        sourceGtid: '0-1-48213377',
        targetGtid: '0-1-48213259',
        transactionsBehind: '118',
        errantGtids: null,
        endsReplication: null,
      },
    ],
    notReceivedBytes: 0,
    notAppliedBytes: 184_320,
    predictedDrainSeconds: 3,
    contradiction: null,
    thresholdSeconds: 10,
    isOverThreshold: false,
    channels: [
      {
        name: '',
        state: 'applying',
        sourceHost: 'db-1.example.net',
        sourcePort: 3306,
        receiver: 'running',
        applier: 'running',
        secondsBehind: 2,
        delaySeconds: 0,
        tls: true,
        lastError: null,
        headline: null,
        action: null,
      },
    ],
    shownBy: 'SHOW REPLICA STATUS',
    sourcePosition: '0-1-48213377',
    targetPosition: '0-1-48213259',
    reason: null,
    ...over,
  };
}

/** What differs in the lag of a PostgreSQL pair: one subscription in place of a channel, and no domain. */
export function subscribed(over: Partial<ReplicationChannel>): Pick<ReplicaLag, 'channels' | 'domains'> {
  const slot = { name: 'shop_sub', isActive: true, walStatus: 'reserved', safeWalBytes: null };
  return {
    domains: [],
    channels: replicaLag().channels.map((channel) => ({
      ...channel,
      ...{ name: 'shop_sub', sourceHost: null, sourcePort: null, secondsBehind: null, ...over },
      subscription: {
        ...{ id: '16400', failures: null, doubt: null },
        ...{
          isEnabled: true,
          publications: ['shop_pub'],
          slotName: 'shop_sub',
          applyErrors: 0,
          syncErrors: 0,
          missedRows: null,
        },
        slot: { ...slot, confirmedPosition: '0/1F00', behindBytes: 4096, retainedBytes: 8192, action: null },
        initialSync: { tables: 18, ready: 12, pending: [], action: null },
        coverage: null,
      },
    })),
  };
}

/** A table proved equal. */
export function checksumResult(table: string, over: Partial<ChecksumResult> = {}, now?: string): ChecksumResult {
  return {
    table,
    verdict: 'matched',
    mode: 'snapshot',
    digest: 'BIT_XOR(CRC32*CRC32C)',
    position: '0-1-48211002',
    sourceDigest: '3183920142',
    targetDigest: '3183920142',
    sourceRows: '18204',
    targetRows: '18204',
    chunks: { total: 1, matched: 1, lagging: 0, diverged: 0, unverified: 0 },
    differences: { missing: 0, extra: 0, changed: 0, complete: true },
    startedAt: ago(742, now),
    finishedAt: ago(740, now),
    durationMs: 1840,
    ...over,
  };
}

/** A run that is at the second of two tables. */
export function checksumRun(over: Partial<RunProgress> = {}, now: string = fixtureNow): RunProgress {
  return {
    id: 'r1',
    migration: 'shop',
    trigger: 'request',
    mode: 'snapshot',
    state: 'running',
    verdict: null,
    reason: null,
    tables: { total: 2, done: 1, current: ['shop.payments'] },
    verdicts: { matched: 1, lagging: 0, diverged: 0, unverified: 0 },
    startedAt: now,
    finishedAt: null,
    ...over,
  };
}

/** A table of which a good half was compared. */
export function tableProgress(over: Partial<TableProgress> = {}): TableProgress {
  return {
    table: 'shop.payments',
    rows: '2600000',
    estimatedRows: '5000000',
    chunks: 13,
    rowsPerSecond: 250_000,
    remainingSeconds: 9.6,
    pauseReason: null,
    ...over,
  };
}

/** A row that was changed in two columns. */
export function rowDifference(over: Partial<RowDifference> = {}): RowDifference {
  return {
    table: 'shop.customers',
    kind: 'changed',
    key: { id: '17' },
    columns: ['balance', 'email'],
    source: { id: '17', name: 'Ada', balance: '20.00', email: 'ada@example.net' },
    target: { id: '17', name: 'Ada', balance: '20.01', email: 'xada@example.net' },
    position: '0-1-48211002',
    ...over,
  };
}

/** A table whose counts and keys agree. */
export function consistencyResult(
  table: string,
  over: Partial<ConsistencyResult> = {},
  now?: string,
): ConsistencyResult {
  const facts = {
    rows: '18204',
    smallestKey: '1',
    largestKey: '18204',
    autoIncrement: '18205',
    columns: ['id bigint', 'name varchar(80)'],
  };
  return {
    table,
    verdict: 'matched',
    differences: [],
    source: facts,
    target: { ...facts },
    position: '0-1-48213002',
    checkedAt: ago(96, now),
    durationMs: 42,
    ...over,
  };
}

/** An alert that fires. */
export function alert(id: string, over: Partial<Alert> = {}, now?: string): Alert {
  return {
    id,
    type: 'lag_threshold',
    severity: 'WARNING',
    migration: 'shop',
    subject: 'default channel',
    message: 'Replica lag is 14 s, over the limit of 10 s',
    action: 'Look for a long transaction on the target, or lower the write load on the source.',
    state: 'firing',
    activeAt: ago(130, now),
    firedAt: ago(120, now),
    resolvedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    occurrences: 26,
    ...over,
  };
}

/** A table that was proved different. */
export function finding(over: Partial<Finding> = {}): Finding {
  return {
    ...{
      id: 'checksum-diverged/shop.orders',
      check: 'checksum-diverged',
      section: 'checksums',
      subject: 'shop.orders',
    },
    ...{ outcome: 'fail', blocks: true, severity: 'CRITICAL', message: 'shop.orders differs', action: 'Repair it.' },
    ...{ evidence: 'then', tables: ['shop.orders'], tableCount: 1, since: fixtureNow },
    ...over,
  };
}

const oneMatched = { matched: 1, lagging: 0, diverged: 0, unverified: 0 };

/** A migration in good order, `safe` and fresh. */
export function watchedMigration(over: Partial<WatchedMigration> = {}, now?: string): WatchedMigration {
  return {
    migration: 'shop',
    name: 'shop',
    group: null,
    engine: 'mariadb',
    source: { host: 'db-1.example.net', port: 3306 },
    target: { host: 'db-2.example.net', port: 3306 },
    replicaLag: replicaLag({}, now),
    checksumResults: [checksumResult('shop.orders', {}, now)],
    consistencyResults: [consistencyResult('shop.orders', {}, now)],
    connectionStatus: {
      source: serverStatus({}, now),
      target: serverStatus({ host: 'db-2.example.net', latencyMs: 1.9 }, now),
      sameServer: false,
    },
    lastUpdated: ago(2, now),
    verdict: {
      ...{ answer: 'safe', reasons: [], basis: verdictBasis, since: ago(2520, now) },
      ...{ greenSince: ago(3420, now), waivers: [] },
    },
    firingAlerts: { critical: 0, warning: 0, info: 0 },
    intervalSeconds: 5,
    activeRun: null,
    tables: { watched: 1, reason: null, checksums: oneMatched, consistency: oneMatched },
    sections: [],
    ...over,
  };
}

/** A waiver that counts. */
export function waiver(over: Partial<Waiver> = {}): Waiver {
  return {
    ...{ id: 'w', migration: 'shop', check: 'lag-threshold', subject: 'target', items: [], covers: 'fail', by: 'ops' },
    ...{ why: 'the nightly batch', from: fixtureNow, until: '2026-11-21T03:00:00.000Z', isStanding: true },
    ...{ endedAt: null, revokedAt: null, revokedBy: null },
    ...over,
  };
}

/** What a migration in good order is ready for. */
export function readiness(over: Partial<Readiness> = {}): Readiness {
  return {
    ...{ migration: 'shop', answer: 'safe', since: fixtureNow, judgedAt: fixtureNow },
    green: { since: fixtureNow, seconds: 3720, soakSeconds: 900 },
    drain: { seconds: 0, budgetSeconds: 60, fits: true },
    ...{ checks: [], waivers: [], remaining: [] },
    timeline: [{ id: '1', at: fixtureNow, kind: 'answer', answer: 'safe', from: null, causes: [], causeCount: 0 }],
    ...over,
  };
}

/** The same as the socket brings it: complete, unless told otherwise. */
export function migrationUpdate(over: Partial<MigrationUpdate> = {}, now?: string): MigrationUpdate {
  return { ...watchedMigration({}, now), isComplete: true, removedTables: [], ...over };
}

/** One point of the lag history. */
export function lagPoint(at: string, over: Partial<LagPoint> = {}): LagPoint {
  return {
    at,
    seconds: 1,
    atLeastSeconds: null,
    transactionsBehind: 40,
    notReceivedBytes: 0,
    notAppliedBytes: 2000,
    state: 'applying',
    ...over,
  };
}

/** Lag history of the given points. */
export function lagHistory(points: LagPoint[]): LagHistory {
  const at = (index: number): string => points.at(index)?.at ?? fixtureNow;
  return { migration: 'shop', from: at(0), to: at(-1), thresholdSeconds: 10, intervalSeconds: 5, points };
}
