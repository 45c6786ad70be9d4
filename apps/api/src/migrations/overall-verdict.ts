import type {
  ChecksumResult,
  ConnectionStatus,
  ConsistencyResult,
  OverallVerdict,
  ReplicaLag,
} from '@cutover/contracts';

/** All that the verdict is judged from. `watchedTables` is null while the table list is unknown. */
export interface VerdictEvidence {
  connectionStatus: ConnectionStatus;
  lag: ReplicaLag | null;
  checksums: ChecksumResult[];
  consistency: ConsistencyResult[];
  watchedTables: string[] | null;
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
  const obstacles = [...serverObstacles(evidence), ...lagObstacles(evidence), ...tableObstacles(evidence)];
  const unknowns = [...connectionUnknowns(evidence), ...lagUnknowns(evidence), ...tableUnknowns(evidence, nowMs)];
  if (obstacles.length > 0) return { answer: 'not-safe', reasons: [...obstacles, ...unknowns] };
  if (unknowns.length > 0) return { answer: 'cannot-tell', reasons: unknowns };
  return { answer: 'safe', reasons: [] };
}

function serverObstacles({ connectionStatus }: VerdictEvidence): string[] {
  return connectionStatus.sameServer ? ['Source and target are the same server: correct the configuration'] : [];
}

function lagObstacles({ lag, thresholdSeconds, connectionStatus }: VerdictEvidence): string[] {
  if (!lag || lag.isStale) return [];
  // A receiver that waits for a source which is down is the consequence, not the cause: the source is named instead.
  const isWaitingForSource =
    connectionStatus.source.state !== 'up' && lag.channels.some((c) => c.receiver === 'connecting');
  const failing = lag.channels.find((channel) => channel.lastError);
  const obstacles: string[] = [];
  if (lag.state === 'broken') obstacles.push(`Replication is broken: ${failing?.lastError ?? 'see the channel'}`);
  if (lag.state === 'stopped' && !isWaitingForSource)
    obstacles.push(`Replication is stopped${failing ? `: ${failing.lastError}` : ''}`);
  if (lag.state === 'receiving-only')
    obstacles.push('The target receives but does not apply: its SQL thread is stopped');
  if (lag.state === 'not-configured') obstacles.push('Replication is not configured on the target');
  if (lag.isOverThreshold)
    obstacles.push(
      `Replica lag is ${lag.seconds === null ? 'over' : `${lag.seconds} s, over`} the ${thresholdSeconds} s limit`,
    );
  const errant = lag.domains.flatMap(({ errantGtids }) => errantGtids ?? []);
  if (errant.length > 0)
    obstacles.push(`The target has transactions that the source never had (errant GTIDs): ${errant.join(', ')}`);
  return obstacles;
}

function tableObstacles({ checksums, consistency }: VerdictEvidence): string[] {
  const byChecksum = checksums.filter((r) => r.verdict === 'diverged').map((r) => r.table);
  const byCount = consistency
    .filter((r) => r.verdict === 'diverged' && !byChecksum.includes(r.table))
    .map((r) => r.table);
  const diverged = [...byChecksum, ...byCount];
  return diverged.length > 0
    ? [`${nameSome(diverged)} ${diverged.length === 1 ? 'differs' : 'differ'} between source and target`]
    : [];
}

function connectionUnknowns({ connectionStatus }: VerdictEvidence): string[] {
  return (['source', 'target'] as const).flatMap((role) => {
    const { state, lastFault } = connectionStatus[role];
    if (state === 'up') return [];
    return [
      state === 'connecting'
        ? `The ${role} has not answered yet`
        : `The ${role} does not answer: ${lastFault?.message ?? 'no reason known'}`,
    ];
  });
}

function lagUnknowns({ lag }: VerdictEvidence): string[] {
  if (!lag) return ['Replica lag has not been measured yet'];
  if (lag.isStale) return ['No fresh sample of replica lag'];
  if (lag.state === 'unknown') return [lag.reason ?? 'Replica lag is unknown'];
  if (lag.contradiction) return [lag.contradiction];
  if (lag.isOverThreshold === null) return [lag.reason ?? 'Replica lag in seconds is unknown'];
  return [];
}

function tableUnknowns({ checksums, watchedTables, proofMaxAgeMs }: VerdictEvidence, nowMs: number): string[] {
  if (watchedTables === null) return ['The list of tables has not been read yet'];
  if (watchedTables.length === 0) return ['No table is watched: check databases and tables in the configuration'];
  const settled = checksums.filter((r) => r.verdict === 'matched' || r.verdict === 'diverged');
  const open = without(watchedTables, settled);
  const isOld = (r: ChecksumResult): boolean => nowMs - Date.parse(r.startedAt) > proofMaxAgeMs;
  const old = settled.filter((r) => r.verdict === 'matched' && isOld(r)).map((r) => r.table);
  return [
    ...(open.length > 0 ? [`${nameSome(open)} ${open.length === 1 ? 'is' : 'are'} not proved equal`] : []),
    ...(old.length > 0 ? [`${nameSome(old)} ${old.length === 1 ? 'was' : 'were'} last proved equal too long ago`] : []),
  ];
}

function without(tables: readonly string[], results: readonly ChecksumResult[]): string[] {
  const named = new Set(results.map((r) => r.table));
  return tables.filter((table) => !named.has(table));
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
