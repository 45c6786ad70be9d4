import {
  lagFigure,
  reasonTables,
  roles,
  type ChecksumResult,
  type ConnectionStatus,
  type ConsistencyResult,
  type OverallVerdict,
  type ReplicaLag,
  type ReplicationState,
  type VerdictBasis,
  type VerdictReason,
} from '@cutover/contracts';
import { unreachableReason } from '../connections/describe-fault.js';
import { errantText } from '../replication/errant-text.js';
import { lagText } from '../replication/lag-text.js';

/** All that the verdict is judged from. `watchedTables` is null while the table list is unknown. */
export interface VerdictEvidence {
  connectionStatus: ConnectionStatus;
  lag: ReplicaLag | null;
  checksums: readonly ChecksumResult[];
  /** A run goes on. */
  isComparing: boolean;
  consistency: readonly ConsistencyResult[];
  watchedTables: string[] | null;
  /** Databases of the configuration without a table on either side. */
  emptyDatabases: readonly string[];
  thresholdSeconds: number;
  /** An older proof of equality proves nothing of today. It is as old as its beginning: see the README of checksum/. */
  proofMaxAgeMs: number;
}

/** Time that a round itself may take before the proofs of the one before it are too old. */
const roundMs = 10 * 60_000;

/** Verdict without the moment since when it holds. */
export type Judgement = Omit<OverallVerdict, 'since'>;

/**
 * The one answer. A proven obstacle makes it `not-safe`; otherwise anything not known makes it `cannot-tell`; only when
 * every measure is fresh, both sides answer and every watched table is proved equal is it `safe`.
 */
export function judgeOverall(evidence: VerdictEvidence, nowMs: number): Judgement {
  const proofs = proofsOf(evidence, nowMs);
  const basis = basisOf(evidence, proofs);
  const obstacles = [...serverObstacles(evidence), ...lagObstacles(evidence), ...tableObstacles(evidence)];
  const unknowns = [...connectionUnknowns(evidence), ...lagUnknowns(evidence), ...tableUnknowns(evidence, proofs)];
  if (obstacles.length > 0) return { answer: 'not-safe', reasons: [...obstacles, ...unknowns], basis };
  if (unknowns.length > 0) return { answer: 'cannot-tell', reasons: unknowns, basis };
  return { answer: 'safe', reasons: [], basis };
}

/** Names the first tables only: the verdict is sent with every change, and must not grow with the tables. */
const because = (check: VerdictReason['check'], message: string, tables: readonly string[] = []): VerdictReason => ({
  ...{ check, message, tables: tables.slice(0, reasonTables), tableCount: tables.length },
});

/** Watched tables that were proved equal. */
interface Proofs {
  young: ChecksumResult[];
  old: ChecksumResult[];
}

function proofsOf({ checksums, consistency, watchedTables, proofMaxAgeMs }: VerdictEvidence, nowMs: number): Proofs {
  const watched = new Set(watchedTables ?? []);
  // A table whose counts were found different since is proved no longer.
  const counted = new Set(consistency.filter(({ verdict }) => verdict === 'diverged').map(({ table }) => table));
  const equal = checksums.filter(
    ({ table, verdict }) => verdict === 'matched' && watched.has(table) && !counted.has(table),
  );
  // ISO texts of one length compare as instants; reading the date of each of thousands of tables takes long.
  const oldest = new Date(nowMs - proofMaxAgeMs).toISOString();
  const isOld = ({ startedAt }: ChecksumResult): boolean => startedAt < oldest;
  return { young: equal.filter((proof) => !isOld(proof)), old: equal.filter(isOld) };
}

function basisOf({ watchedTables, lag }: VerdictEvidence, { young }: Proofs): VerdictBasis {
  const { seconds: lagSeconds, isLowerBound: isLagLowerBound } = lagFigure(lag);
  return {
    tablesWatched: watchedTables?.length ?? null,
    tablesEqual: young.length,
    oldestProofAt: young.reduce<string | null>(
      (oldest, { startedAt }) => (oldest === null || startedAt < oldest ? startedAt : oldest),
      null,
    ),
    lagSeconds,
    isLagLowerBound,
  };
}

function serverObstacles({ connectionStatus }: VerdictEvidence): VerdictReason[] {
  return connectionStatus.sameServer
    ? [because('same-server', 'Source and target are the same server: correct the configuration')]
    : [];
}

function lagObstacles({ lag, thresholdSeconds, connectionStatus }: VerdictEvidence): VerdictReason[] {
  if (!lag || lag.isStale) return [];
  // A receiver that waits for a source which is down is the consequence, not the cause: the source is named instead.
  const isWaitingForSource =
    connectionStatus.source.state !== 'up' && lag.channels.some((c) => c.receiver === 'connecting');
  const failing = lag.channels.find((channel) => channel.lastError);
  const obstacles: VerdictReason[] = [];
  const state = (message: string): number => obstacles.push(because('replication-state', message));
  if (lag.state === 'broken') state(`Replication is broken: ${failing?.headline ?? 'see the channel'}`);
  if (lag.state === 'stopped' && !isWaitingForSource)
    state(`Replication is stopped${failing ? `: ${failing.headline}` : ''}`);
  if (lag.state === 'receiving-only') state('The target receives but does not apply: its SQL thread is stopped');
  if (lag.state === 'not-configured') state('Replication is not configured on the target');
  if (lag.isOverThreshold)
    obstacles.push(because('replica-lag', `Replica lag is ${lagText(lag)}, over the ${thresholdSeconds} s limit`));
  const errant = lag.domains.flatMap((domain) => errantText(domain) ?? []);
  if (errant.length > 0)
    obstacles.push(
      because(
        'errant-transactions',
        `The target has transactions that the source never had (errant GTIDs): ${errant.join(', ')}`,
      ),
    );
  return obstacles;
}

function tableObstacles({ checksums, consistency }: VerdictEvidence): VerdictReason[] {
  const byChecksum = checksums.filter((r) => r.verdict === 'diverged');
  const named = new Set(byChecksum.map((r) => r.table));
  const byCount = consistency.filter((r) => r.verdict === 'diverged' && !named.has(r.table));
  return [...divergedReasons('table-diverged', byChecksum), ...divergedReasons('counts-diverged', byCount)];
}

function divergedReasons(
  check: 'table-diverged' | 'counts-diverged',
  diverged: readonly (ChecksumResult | ConsistencyResult)[],
): VerdictReason[] {
  const [only] = diverged;
  if (only === undefined) return [];
  const tables = diverged.map((r) => r.table);
  const message =
    tables.length === 1
      ? `${only.table} differs between source and target${only.reason ? `: ${only.reason}` : ''}`
      : `${nameSome(tables)} differ between source and target`;
  return [because(check, message, tables)];
}

function connectionUnknowns({ connectionStatus }: VerdictEvidence): VerdictReason[] {
  return roles
    .filter((role) => connectionStatus[role].state !== 'up')
    .map((role) => because('connection', unreachableReason(role, connectionStatus[role])));
}

const isAnySideAway = (status: ConnectionStatus): boolean => roles.some((role) => status[role].state !== 'up');

function lagUnknowns({ lag, connectionStatus }: VerdictEvidence): VerdictReason[] {
  const isSideAway = isAnySideAway(connectionStatus);
  // It follows from what is said of the side: the seconds cannot be had while one does not answer.
  if (isSideAway && lag !== null && !lag.isStale && lag.contradiction === null && lag.isOverThreshold === null)
    return [];
  const message = lagUnknown(lag);
  return message === null ? [] : [because('replica-lag', message)];
}

/** States in which the verdict names the state itself as the obstacle. */
const appliesNothing: Record<ReplicationState, boolean> = {
  ...{ broken: true, stopped: true, 'receiving-only': true, 'not-configured': true },
  ...{ applying: false, idle: false, unknown: false },
};

function lagUnknown(lag: ReplicaLag | null): string | null {
  if (!lag) return 'Replica lag has not been measured yet';
  if (lag.isStale) return 'No fresh sample of replica lag';
  if (lag.state === 'unknown') return lag.reason ?? 'Replica lag is unknown';
  if (lag.contradiction) return lag.contradiction;
  if (lag.isOverThreshold !== null) return null;
  if (lag.reason !== null) return lag.reason;
  // A target that applies nothing tells no seconds: it follows from what is said of the state.
  if (appliesNothing[lag.state]) return null;
  const isBound = lagFigure(lag).isLowerBound;
  return isBound ? `Replica lag is ${lagText(lag)}; how much more is unknown` : 'Replica lag in seconds is unknown';
}

function tableUnknowns(
  { checksums, connectionStatus, isComparing, watchedTables, emptyDatabases }: VerdictEvidence,
  { old }: Proofs,
): VerdictReason[] {
  const emptyReasons = emptyDatabases.map((name) =>
    because(
      'table-unproved',
      `The database ${name} has no table on either side: correct databases in the configuration`,
    ),
  );
  if (watchedTables === null) return [because('table-unproved', 'The list of tables has not been read yet')];
  if (watchedTables.length === 0)
    return [
      because('table-unproved', 'No table is watched: check databases and tables in the configuration'),
      ...emptyReasons,
    ];
  const results = new Map(checksums.map((result) => [result.table, result]));
  const never = watchedTables.filter((table) => !results.has(table));
  const unproved = watchedTables.flatMap((table) => results.get(table) ?? []).filter(isUnproved);
  const isSideAway = isAnySideAway(connectionStatus);
  const isFirst = isComparing && never.length > 0;
  const done = watchedTables.length - never.length;
  return [
    ...emptyReasons,
    ...(isFirst
      ? [because('first-comparison', `First comparison: ${done} of ${watchedTables.length} tables`, never)]
      : []),
    ...unprovedReasons(unproved, isFirst ? [] : never, isSideAway),
    ...(old.length > 0 ? [tooOld(old.map(({ table }) => table))] : []),
  ];
}

const isUnproved = ({ verdict }: ChecksumResult): boolean => verdict === 'unverified' || verdict === 'lagging';

/** A reason that all of them share is said with them; where a side does not answer, that was said already. */
function unprovedReasons(
  results: readonly ChecksumResult[],
  never: readonly string[],
  isSideAway: boolean,
): VerdictReason[] {
  const tables = [...results.map(({ table }) => table), ...never];
  if (tables.length === 0) return [];
  const reasons = new Set(results.map(({ reason }) => reason));
  const shared = never.length === 0 && reasons.size === 1 && !isSideAway ? results[0]?.reason : undefined;
  const message = `${nameSome(tables)} ${tables.length === 1 ? 'is' : 'are'} not proved equal`;
  return [
    because(
      'table-unproved',
      shared === undefined ? message : `${message}: ${shared.replace(/^Not (?:proved|compared): /, '')}`,
      tables,
    ),
  ];
}

function tooOld(tables: string[]): VerdictReason {
  const verb = tables.length === 1 ? 'was' : 'were';
  return because('table-unproved', `${nameSome(tables)} ${verb} last proved equal too long ago`, tables);
}

/** A proof counts for two rounds of the schedule; with a cron expression, or on request only, for a day and two hours. */
export function proofMaxAgeMs(checksumIntervalMinutes: number, checksumCron: string | undefined): number {
  if (checksumCron !== undefined || checksumIntervalMinutes === 0) return 26 * 60 * 60_000;
  return 2 * checksumIntervalMinutes * 60_000 + roundMs;
}

/** `a`, `a and b`, `a, b and 3 more`. */
function nameSome(tables: string[]): string {
  if (tables.length <= 2) return tables.join(' and ');
  return `${tables.slice(0, 2).join(', ')} and ${tables.length - 2} more`;
}
