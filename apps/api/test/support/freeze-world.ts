import type { ChecksumRun, FreezeProof } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import type { MigrationConfig } from '../../src/config/config.schema.js';
import { FreezeBudget } from '../../src/freeze-proof/freeze-budget.js';
import { FreezeHolder } from '../../src/freeze-proof/freeze-holder.js';
import type { FreezeProofDialect, SideReading } from '../../src/freeze-proof/freeze-proof-dialect.js';
import { waitingLights } from '../../src/freeze-proof/light-titles.js';
import { hotTables } from '../../src/freeze-proof/lights/hot-tables.light.js';
import { lightsAtEnd, lockGone } from '../../src/freeze-proof/lights/lights-at-end.js';
import type { ProofContext } from '../../src/freeze-proof/lights/proof-context.js';
import { sentinelSeen } from '../../src/freeze-proof/lights/sentinel-seen.light.js';
import { sentinelWritten } from '../../src/freeze-proof/lights/sentinel-written.light.js';
import { sourceFrozen } from '../../src/freeze-proof/lights/source-frozen.light.js';
import { sourceLocked } from '../../src/freeze-proof/lights/source-locked.light.js';
import { sourceStill } from '../../src/freeze-proof/lights/source-still.light.js';
import { targetCaptured } from '../../src/freeze-proof/lights/target-captured.light.js';
import { targetReached } from '../../src/freeze-proof/lights/target-reached.light.js';
import { ProofBoard } from '../../src/freeze-proof/proof-board.js';
import { runProof } from '../../src/freeze-proof/run-proof.js';
import { Clock } from '../../src/platform/clock.js';
import type { ReplicationPositionService, WaitOutcome } from '../../src/replication/replication-position.service.js';
import { aProof } from './a-freeze-proof.js';

/** What a proof meets. It is no database: it gives what a dialect could, so that every sentence can be read. */
export interface World {
  by: 'operator' | 'cutover';
  isConfigured: boolean;
  write: 'ok' | 'table-missing' | 'right-missing';
  guard: SideReading['guard'];
  isMoving: boolean;
  admins: string[];
  isBlind: boolean;
  obstacle: string | null;
  /** Why the lock is gone before the last look; null: it lasts. */
  lockEnds: string | null;
  reached: WaitOutcome;
  hasArrived: boolean;
  /** null: the comparison never ends by itself. */
  run: ChecksumRun | null;
  foreign: string | null;
  /** The log goes on for other databases of the server: a place past the frozen one is as good while this one stands still. */
  isLogShared: boolean;
  breaksAt: 'target-captured' | null;
  /** What the closing look finds otherwise than the lights did. */
  atLast:
    | 'thawed'
    | 'restarted'
    | 'other-server'
    | 'other-target'
    | 'rotated'
    | 'rotated-unreadable'
    | 'written-without-gtid'
    | null;
  waitSeconds: number;
  cancelAfterMs: number | null;
  endsAs: 'cancelled' | 'interrupted';
  onProof: (proof: FreezeProof) => void;
}

const matched = {
  ...{ table: 'shop.orders', verdict: 'matched', position: '0-1-7', sourceRows: 1, targetRows: 1 },
  ...{ sourceDigest: 'a', targetDigest: 'a', reason: null },
};

/** A world in which all seven are green, but for what the test says. */
export function aWorld(change: Partial<World> = {}): World {
  return {
    ...{ by: 'operator', isConfigured: true, write: 'ok', guard: 'ordinary', isMoving: false, admins: [] },
    ...{ isBlind: false, obstacle: null, lockEnds: null, reached: 'reached', hasArrived: true, foreign: null },
    isLogShared: false,
    run: { state: 'finished', reason: null, results: [matched] } as unknown as ChecksumRun,
    ...{ atLast: null },
    ...{ breaksAt: null, waitSeconds: 0, cancelAfterMs: null, endsAs: 'cancelled', onProof: () => undefined },
    ...change,
  };
}

/** Runs a whole proof there; resolves with it as it ended. */
export async function ended(world: World): Promise<FreezeProof> {
  const clock = new Clock();
  const budget = new FreezeBudget(60, clock);
  const dialect = dialectOf(world);
  const begun = aProof({
    servers: { source: 'one', target: 'one' },
    lights: waitingLights(),
    freeze: { by: world.by, since: null, isHeld: false, released: null },
  });
  const board = new ProofBoard(begun, dialect.statements, clock, 10_000, world.onProof);
  const end = new AbortController();
  if (world.cancelAfterMs !== null) setTimeout(() => end.abort(new Error('ended')), world.cancelAfterMs);
  const gone = (released: string): void =>
    board.patch({
      lights: board.current.lights.map((light) => lockGone(light, released)),
      freeze: { ...board.current.freeze, isHeld: false, released },
    });
  const holder = new FreezeHolder(budget, gone);
  const positions = {
    waitForTarget: async () => {
      if (world.lockEnds !== null) await holder.release(world.lockEnds);
      return world.reached;
    },
  } as unknown as ReplicationPositionService;
  const context: ProofContext = {
    ...{ board, budget, clock, dialect, signal: end.signal, sourceServer: { first: null } },
    confirmLock: () => holder.confirm(),
    migration: { name: 'shop' } as MigrationConfig,
    request: { waitSeconds: world.waitSeconds },
    ...{ source: sideOf('source'), target: sideOf('target'), watched: { databases: ['shop'], tables: [] } },
    sentinel: { table: 'shop.cutover_sentinel', isConfigured: world.isConfigured, token: 't' },
  };
  const comparisons = {
    compare: (_m: string, _t: readonly string[], { signal }: { signal: AbortSignal }) =>
      world.run === null
        ? new Promise<ChecksumRun>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason as Error)))
        : Promise.resolve(world.run),
    watched: () => ['shop.orders'],
    tookMs: () => new Map<string, number>(),
  };
  const frozen = world.by === 'cutover' ? sourceLocked(holder) : sourceFrozen;
  const lights = [
    ...[sentinelWritten, frozen, sourceStill, targetReached(positions), sentinelSeen, hotTables(comparisons)],
    targetCaptured,
  ];
  const state = await runProof(context, lights).catch(() => world.endsAs);
  const whole = board.current;
  board.patch({ state, lights: lightsAtEnd(whole.lights, state, clock.nowIso()) });
  const proof = board.current;
  world.onProof = () => undefined;
  await holder.release('the test has ended');
  return proof;
}

function sideOf(role: 'source' | 'target'): ServerConnection {
  return { role, engine: 'mariadb' } as unknown as ServerConnection;
}

function dialectOf(world: World): FreezeProofDialect {
  let isWritten = false;
  let readings = 0;
  let isOver = false;
  const isLast = (...kinds: World['atLast'][]): boolean => isOver && kinds.includes(world.atLast);
  const reading = (position: string, guard: SideReading['guard'], isAnother: boolean): SideReading => ({
    mark: {
      position,
      logged: position,
      transactions: null,
      log: { file: isLast('rotated', 'rotated-unreadable', 'written-without-gtid') ? 'bin.2' : 'bin.1', offset: '4' },
      serverTime: new Date(Date.UTC(2026, 0, 1) + readings * 2_000).toISOString(),
    },
    ...{ guard, guardText: guard === 'none' ? 'read_only = OFF' : guard === null ? null : 'read_only = ON' },
    ...{ isLogged: true, eventScheduler: 'OFF', logGrant: null },
    ...{
      server: isAnother ? 'another' : 'one',
      uptimeSeconds: isLast('restarted') ? 1 : 1_000 + readings,
    },
  });
  return {
    statements: {
      freeze: 'FREEZE',
      thaw: 'THAW',
      closeTarget: 'CLOSE',
      openTarget: 'OPEN',
      startReplication: 'START',
      showSessions: 'SHOW',
    },
    readSource: () => {
      readings += 1;
      // The first reading is that of light 2, where the operator freezes; the lock needs none.
      const isLater = readings > (world.by === 'cutover' ? 1 : 2);
      return Promise.resolve(
        reading(
          world.isMoving && isLater ? '0-1-8' : '0-1-7',
          isLast('thawed') ? 'none' : world.guard,
          isLast('other-server'),
        ),
      );
    },
    readTarget: () => {
      // Light 7 is the last of them; what the source says after it is the closing look.
      const now = reading('0-1-7', 'ordinary', isLast('other-target'));
      isOver = true;
      return Promise.resolve(now);
    },
    advice: { noPosition: 'HAVE A POSITION.', unguarded: 'GUARD IT.' },
    isFrozenPosition: (_, position, { frozen, hasStoodStill }) =>
      position === frozen || (world.isLogShared && hasStoodStill),
    betweenMarks: (_, from, to) => {
      if (from.position !== to.position) return Promise.resolve('written');
      if (from.log?.file === to.log?.file || world.atLast === 'rotated') return Promise.resolve('nothing');
      return Promise.resolve(
        world.atLast === 'rotated-unreadable'
          ? { unreadable: 'its log was begun anew', action: 'Start the proof again.' }
          : 'written',
      );
    },
    foreignOn: () => (world.breaksAt === null ? Promise.resolve(world.foreign) : Promise.reject(new Error('gone'))),
    exemptSessions: () =>
      Promise.resolve({
        sessions: world.admins.map((account) => ({ id: '7', account, doing: 'idle for 3 s', end: 'KILL 7;' })),
        ...{ grant: world.isBlind ? 'GRANT IT' : null, unjudged: 0 },
      }),
    sentinel: {
      statement: () => 'WRITE BY HAND',
      setUp: (_, table) => `SET UP ${table}`,
      readGrant: () => 'GRANT READ',
      write: () => {
        if (world.write !== 'ok') return Promise.reject(faults[world.write]);
        isWritten = true;
        return Promise.resolve();
      },
      find: ({ role }) => {
        const isThere = isWritten && (role === 'source' || world.hasArrived);
        return Promise.resolve(isThere ? { writtenAt: '2026-01-01T00:00:00Z' } : null);
      },
    },
    lock: {
      obstacle: () =>
        Promise.resolve(
          world.obstacle === null
            ? null
            : { message: world.obstacle, action: 'End it on the source.', statement: 'KILL 9;' },
        ),
      acquire: () =>
        Promise.resolve({ isOpen: true, keepAlive: () => Promise.resolve(), release: () => Promise.resolve() }),
    },
    sourceWrites: () =>
      Promise.resolve({
        ...{ transactions: '1', isLowerBound: false, logBytes: null, tables: ['shop.orders'], isAllTables: true },
        reason: null,
      }),
    targetWrites: () => Promise.reject(new Error('not asked')),
    lastWritten: () => Promise.resolve([{ table: 'shop.orders', why: 'last written 2026-01-01 00:00:00' }]),
  };
}

/** As the driver rejects. */
const faults = {
  'table-missing': Object.assign(new Error("Table 'x' doesn't exist"), { errno: 1146, code: 'ER_NO_SUCH_TABLE' }),
  'right-missing': Object.assign(new Error('INSERT command denied'), {
    errno: 1142,
    code: 'ER_TABLEACCESS_DENIED_ERROR',
  }),
};
