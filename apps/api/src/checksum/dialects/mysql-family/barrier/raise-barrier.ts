import { setTimeout as pause } from 'node:timers/promises';
import {
  type DedicatedSession,
  failureKind,
  isRightMissing,
  type ServerIdentity,
  StatementTimeout,
} from '@cutover/databases';
import { parseMariadbPosition, replicaControlPrivilege, replicaReadPrivilege } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor, type SuggestedServer } from '@cutover/databases/suggested-statements';
import { comparePositions } from '../../../../proof/dialects/mysql-family/compare-positions.js';
import { SnapshotImpossible } from '../../../../proof/snapshot/snapshot-failures.js';
import type { BoundTables } from '../../../../proof/dialects/mysql-family/bound-tables.js';
import { openSourceSnapshot } from '../../../../proof/dialects/mysql-family/source-snapshot.js';
import { BarrierRefused } from '../../../comparison/barrier/barrier-dialect.js';
import { barrierObstacle } from './replica-threads.js';
import { readThreads, restartReplication } from './restart-replication.js';

/** Time limit for stopping: it waits for the transaction that is being applied. */
const stopMs = 8_000;
/**
 * Time limits for a snapshot of the source with a known position, and for the target to reach it. Together they are
 * shorter than that of the watchdog.
 */
const snapshotMs = 3_000;
const reachMs = 10_000;
const lookMs = 5_000;
const lookAgainMs = 4;
/** Name of the lock that is held on the target while replication is stopped: two barriers at once would undo each other. */
const lockName = 'cutover barrier';

/** The connections that a barrier needs. */
export interface BarrierConnections {
  source: DedicatedSession;
  target: Pick<DedicatedSession, 'batch'>;
  /** A second session on the target, which stops and starts replication. */
  control: Pick<DedicatedSession, 'query'>;
  /** Opens the snapshot of the source. */
  bound: BoundTables;
  /** The target, as the GRANTs in messages need it. */
  targetServer: SuggestedServer;
}

/** Another process. It starts replication again when this one cannot. */
export interface Watchdog {
  dismiss(): void;
  letGo(): Promise<void>;
}

/**
 * Stops replication, takes a snapshot of the source, lets replication run up to it and no further, takes the snapshot
 * of the target there, and starts replication again, whatever happened. Answers the GTID position of both snapshots,
 * which the sessions then hold. Rejects with BarrierRefused, SnapshotImpossible, when aborted, or as the sessions do.
 */
export async function raiseBarrier(
  sessions: BarrierConnections,
  startWatchdog: () => Promise<Watchdog>,
  signal: AbortSignal,
): Promise<string> {
  const { control } = sessions;
  const [lock] = await control.query<{ held: unknown }>('SELECT GET_LOCK(?, 0) AS held', [lockName]);
  if (Number(lock?.held) !== 1)
    throw new BarrierRefused('another comparison stops replication on this target just now');
  try {
    await lookBefore(sessions);
    const watchdog = await startWatchdog();
    try {
      signal.throwIfAborted();
      return await pairAtBarrier(sessions, signal);
    } finally {
      await startAgain(control, watchdog);
    }
  } finally {
    await control.query('DO RELEASE_LOCK(?)', [lockName]).catch(() => undefined);
  }
}

/** Finds all that would be in the way, before anything is stopped. */
async function lookBefore({ source, control, targetServer }: BarrierConnections): Promise<void> {
  const obstacle = barrierObstacle(await threadsOf(control, targetServer));
  if (obstacle !== null) throw new BarrierRefused(obstacle);
  // Both threads run, so this changes nothing. It only fails when the right is missing.
  await control.query('START SLAVE', [], { timeoutMs: lookMs }).catch((error: unknown) => {
    if (!isRightMissing(error)) return refuseIfSlow(error);
    throw new BarrierRefused(
      `the account may not stop and start replication on the target${grantOn(targetServer, replicaControlPrivilege)}`,
    );
  });
  const snapshot = await openSourceSnapshot(source, lookMs);
  if (snapshot.kind === 'impossible') throw new SnapshotImpossible(snapshot.reason);
}

/**
 * A statement that stops or starts replication waits for the transaction that is being applied. It stays on the server
 * after its time limit, so the run does not send another for each table.
 */
function refuseIfSlow(error: unknown): never {
  if (!(error instanceof StatementTimeout)) throw error;
  throw new BarrierRefused(
    'replication could not be stopped in time: the target applies a long transaction (SHOW PROCESSLIST there); it is started again when that has ended',
  );
}

async function threadsOf(
  control: BarrierConnections['control'],
  targetServer: SuggestedServer,
): ReturnType<typeof readThreads> {
  return readThreads(control).catch((error: unknown) => {
    if (!isRightMissing(error)) throw error;
    throw new BarrierRefused(
      `the account may not see the state of replication on the target${grantOn(targetServer, replicaReadPrivilege)}`,
    );
  });
}

/** The end of a sentence: the GRANT to run. Empty for a server whose version is not known. */
function grantOn(server: SuggestedServer, privilegeOf: (identity: ServerIdentity) => string): string {
  const identity = server.identity();
  return identity === null
    ? ''
    : `: run there ${grantStatement(`${privilegeOf(identity)} ON *.*`, suggestedFor(server))}`;
}

async function pairAtBarrier(sessions: BarrierConnections, signal: AbortSignal): Promise<string> {
  const { control, target } = sessions;
  await control.query('STOP SLAVE', [], { timeoutMs: stopMs }).catch(refuseIfSlow);
  const position = await snapshotOfSource(sessions, signal);
  if (!isThere(position, await appliedPosition(control))) {
    // A GTID position is digits and dashes: it was parsed before it is put into the statement.
    await control
      .query(`START SLAVE UNTIL master_gtid_pos = '${position}'`, [], { timeoutMs: lookMs })
      .catch((error: unknown) => {
        if (failureKind(error) !== 'replication-running') throw error;
        throw new BarrierRefused('somebody else started replication on the target meanwhile');
      });
    await untilStopped(control, position, signal);
  }
  await target.batch(['ROLLBACK', 'START TRANSACTION WITH CONSISTENT SNAPSHOT'], { timeoutMs: lookMs });
  // Somebody else may have started replication meanwhile. Then nobody knows where the snapshot stands.
  const [threads] = await readThreads(control);
  const isStill = threads !== undefined && !threads.isApplying && isThere(position, await appliedPosition(control));
  if (!isStill) throw new BarrierRefused('replication did not stand still at the position of the source');
  return position;
}

async function snapshotOfSource({ bound }: BarrierConnections, signal: AbortSignal): Promise<string> {
  const startMs = performance.now();
  while (performance.now() - startMs < snapshotMs) {
    signal.throwIfAborted();
    // The tables of a run share the pair, so each is bound when its turn comes.
    const snapshot = await bound.openSnapshot(undefined, lookMs);
    if (snapshot.kind === 'impossible') throw new SnapshotImpossible(snapshot.reason);
    if (snapshot.kind === 'exact') return snapshot.position;
  }
  throw new BarrierRefused('the source is written so fast that no snapshot of it stood at a known position');
}

async function untilStopped(
  control: BarrierConnections['control'],
  position: string,
  signal: AbortSignal,
): Promise<void> {
  const startMs = performance.now();
  while (performance.now() - startMs < reachMs) {
    signal.throwIfAborted();
    const [threads] = await readThreads(control);
    if (threads === undefined) throw new BarrierRefused('the target does not replicate any more');
    if (!threads.isApplying && threads.applierError !== '')
      throw new BarrierRefused(`replication broke on its way to the position of the source: ${threads.applierError}`);
    if (!threads.isApplying) return;
    await pause(lookAgainMs);
  }
  throw new BarrierRefused(`the target did not reach ${position} within ${reachMs / 1000} s`);
}

async function appliedPosition(control: BarrierConnections['control']): Promise<string> {
  const [row] = await control.query<{ gtid: string | null }>('SELECT @@GLOBAL.gtid_slave_pos AS gtid');
  return row?.gtid ?? '';
}

/** Pure: whether the target has applied the same last transaction in every domain of the source. */
function isThere(position: string, applied: string): boolean {
  const target = parseMariadbPosition(applied);
  // Domains that only the target has come from elsewhere. Nothing moves in them while replication is stopped.
  return comparePositions(parseMariadbPosition(position), target, target).kind === 'equal';
}

async function startAgain(control: BarrierConnections['control'], watchdog: Watchdog): Promise<void> {
  try {
    await restartReplication(control);
    watchdog.dismiss();
  } catch {
    await watchdog.letGo();
  }
}
