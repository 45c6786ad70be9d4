import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type {
  FreezeAftermath,
  FreezeProof,
  FreezeProofAnswer,
  Role,
  StartFreezeProof,
  SwitchVerdict,
} from '@cutover/contracts';
import { isDeepStrictEqual } from 'node:util';
import { Subject, type Observable, type Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig, type MigrationConfig } from '../config/config.schema.js';
import { watchedWhole } from '../config/engine-terms.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import type { EvidenceChange } from '../evidence/evidence-source.js';
import { UserError } from '../failures/failures.js';
import { built, whyNotBuilt } from '../failures/not-built.js';
import { Clock } from '../platform/clock.js';
import { HeartbeatService } from '../lag/heartbeat/heartbeat.service.js';
import { ReplicationPositionService } from '../replication/replication-position.service.js';
import { afterRestart } from './after-restart.js';
import { isNews } from './aftermath/is-news.js';
import { lookAfter, newAftermath, unseenSince } from './aftermath/watch-aftermath.js';
import { concluded, type Moment } from './conclude-proof.js';
import { freezeProofDialects } from './dialects/registry.js';
import { FreezeBudget } from './freeze-budget.js';
import { FreezeHolder } from './freeze-holder.js';
import type { FreezeProofDialect, WatchedScope } from './freeze-proof-dialect.js';
import { HeardVerdicts } from './heard-verdicts.js';
import { lightsAtEnd, lockGone } from './lights/lights-at-end.js';
import { lightsOfProof } from './lights/lights-of-proof.js';
import type { ProofContext } from './lights/proof-context.js';
import { newProof } from './new-proof.js';
import { ProofBoard } from './proof-board.js';
import { redatedProof } from './redated-proof.js';
import { runProof } from './run-proof.js';
import { RequestedComparisons } from './requested-comparisons.js';
import { refuseStart } from './start-refusals.js';
import { FreezeProofStore } from './store/freeze-proof.store.js';

/** A look after the proof: some answers from memory. */
const lookMs = 5_000;
/** No heartbeat is written for so long, and some looks more, after each look. */
const quietMs = 30_000;

/** A look of several statements may take so long on a busy server: less than that is never too old. */
const leastFreshMs = 10_000;

/** What of a proof lives in this process alone. */
interface LiveProof {
  board: ProofBoard;
  budget: FreezeBudget;
  holder: FreezeHolder;
  end: AbortController;
  finished: Promise<void>;
}

/** Freeze proofs: at most one of a migration at a time, and the watch after the last one that passed. */
@Injectable()
export class FreezeProofService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(FreezeProofService.name);
  private readonly last = new Map<string, FreezeProof>();
  private readonly live = new Map<string, LiveProof>();
  private readonly verdicts: HeardVerdicts;
  private readonly freshMs: number;
  private readonly changed = new Subject<EvidenceChange>();
  private readonly setBacks: Subscription;
  private isStopping = false;
  /** Every step of a proof, and every look after it. */
  readonly changes: Observable<EvidenceChange> = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly positions: ReplicationPositionService,
    private readonly comparisons: RequestedComparisons,
    private readonly store: FreezeProofStore,
    private readonly heartbeats: HeartbeatService,
    private readonly clock: Clock,
  ) {
    this.verdicts = new HeardVerdicts(clock);
    this.setBacks = clock.setBack.subscribe((byMs) => this.redate(byMs));
    this.freshMs = Math.max(leastFreshMs, 3 * config.monitoring.intervalSeconds * 1000);
  }

  /** Loads the last proofs. One that was under way when the process ended is interrupted: nothing of it counts as done. */
  async onApplicationBootstrap(): Promise<void> {
    for (const { name, group } of this.config.migrations) {
      try {
        const proof = await this.store.last(name);
        if (proof === null) continue;
        // Before the first look: by then a beat would be a stray write of ours.
        if (proof.state === 'passed' && proof.after?.isWatched === true) this.keepQuiet(name);
        await this.keep(afterRestart({ ...proof, group }, this.dialectOf(name).statements, this.moment()));
      } catch (error) {
        this.logger.error({ err: error }, `${name}: the last freeze proof could not be read; starting without it`);
      }
    }
  }

  /** Ends proofs under way and lets writers of the source go on, while the connections still work. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    this.setBacks.unsubscribe();
    await Promise.all(
      [...this.live.values()].map(async ({ end, holder, finished }) => {
        end.abort(new Error('Cutover is being stopped'));
        await holder.release('Cutover was stopped');
        await finished;
      }),
    );
    this.changed.complete();
  }

  /** The running or the last proof, with the clock of its budget as it is now; null: none. Throws UserError 404. */
  snapshot(migration: string): FreezeProof | null {
    findMigration(this.config, migration);
    const proof = this.last.get(migration);
    if (proof === undefined) return null;
    return this.conclude(proof);
  }

  /**
   * Takes the answer of readiness, as it bears on the switch, into what the last proof comes to: lights alone do not say that the rows
   * of both sides are the same. Known only above this folder, so it is told, and for how long it counts. It is worked out only where
   * there is a proof.
   */
  hearVerdict(migration: string, told: () => SwitchVerdict, countsForMs: number): void {
    this.verdicts.hear(migration, told, countsForMs);
    const proof = this.last.get(migration);
    if (proof === undefined) return;
    const verdict = told();
    if (isDeepStrictEqual(proof.verdict, verdict)) return;
    const live = this.live.get(migration);
    // While a proof runs, the board has it.
    if (proof.state === 'running') live?.board.patch({ verdict });
    else void this.keep(this.conclude(proof));
  }

  /** Throws UserError 404 MIGRATION_UNKNOWN. */
  answer(migration: string): FreezeProofAnswer {
    const { engine } = findMigration(this.config, migration);
    const { freezeBudgetSeconds, freezeProof } = this.config.readiness;
    const obstacle = whyNotBuilt(freezeProofDialects[engine]);
    const allowFreeze = freezeProof.allowFreeze && whyNotBuilt(this.dialectOf(migration).lock) === null;
    return {
      ...{ migration, proof: this.snapshot(migration), obstacle, allowFreeze },
      ...{ budgetSeconds: freezeBudgetSeconds, sentinelTable: freezeProof.sentinelTable ?? null },
      freezeStatement: obstacle === null ? this.dialectOf(migration).statements.freeze : null,
      thawStatement: obstacle === null ? this.dialectOf(migration).statements.thaw : null,
    };
  }

  /**
   * Throws where no proof may start. UserError: 404 MIGRATION_UNKNOWN, 400 TABLE_UNKNOWN, 409 NOT_BUILT, PROOF_ACTIVE,
   * FREEZE_NOT_ALLOWED, TARGET_WRITTEN; OperationalError where a side does not answer.
   */
  refuse(migration: string, request: Omit<StartFreezeProof, 'waitSeconds'>): void {
    refuseStart(findMigration(this.config, migration), request, {
      ...{ allowFreeze: this.config.readiness.freezeProof.allowFreeze, before: this.last.get(migration) },
      ...{ watched: this.comparisons.watched(migration), servers: this.connections.snapshot(migration) },
    });
  }

  /** Starts a proof. `run`: of those that are begun together, one for each database. Throws as `refuse` does. */
  start(migration: string, request: StartFreezeProof, startedBy: string, run: string | null = null): FreezeProof {
    this.refuse(migration, request);
    const configured = findMigration(this.config, migration);
    const { allowFreeze } = this.config.readiness.freezeProof;
    const byUs = request.freeze ?? (allowFreeze && whyNotBuilt(this.dialectOf(migration).lock) === null);
    const budget = new FreezeBudget(this.config.readiness.freezeBudgetSeconds, this.clock);
    const end = new AbortController();
    const of = (role: Role): string | null => this.connections.get(migration, role).identity()?.fingerprint ?? null;
    const proof = newProof(configured, {
      ...{ startedBy, run, byUs, startedAt: this.clock.nowIso(), budget: budget.reading() },
      // Who answers as each side now.
      ...{ servers: { source: of('source'), target: of('target') }, verdict: this.verdicts.current(migration) },
    });
    const board = new ProofBoard(
      proof,
      this.dialectOf(migration).statements,
      this.clock,
      this.freshMs,
      (now) => void this.keep({ ...now, budget: budget.reading() }),
    );
    const holder = new FreezeHolder(budget, (reason) => this.released(board, reason));
    // The lock of an earlier proof would keep its budget, not ours.
    const before = this.live.get(migration)?.holder.release('another proof was started');
    const live: LiveProof = { board, budget, holder, end, finished: Promise.resolve() };
    this.live.set(migration, live);
    // A beat of ours would move the position that is to stand still.
    this.heartbeats.pause(migration, (request.waitSeconds + this.config.readiness.freezeBudgetSeconds) * 1000);
    board.patch({});
    live.finished = Promise.resolve(before).then(() => this.run(this.contextOf(configured, request, live), live));
    return this.snapshot(migration) ?? proof;
  }

  /**
   * Ends a proof under way, or the watch after one that passed; a lock of ours is released. Throws UserError: 404
   * MIGRATION_UNKNOWN or PROOF_UNKNOWN, 409 PROOF_ENDED.
   */
  async stop(migration: string): Promise<FreezeProof> {
    const proof = this.snapshot(migration);
    if (proof === null) throw new UserError(404, 'PROOF_UNKNOWN', 'No freeze proof was started yet');
    const live = this.live.get(migration);
    if (proof.state === 'running' && live !== undefined) {
      live.end.abort(new Error('Cancelled on request'));
      await live.finished;
    } else if (proof.after?.isWatched === true) {
      await live?.holder.release('the watch was ended on request');
      live?.budget.stop();
      const now = this.last.get(migration) ?? proof;
      const after = now.after && { ...now.after, isWatched: false };
      await this.keep(this.conclude({ ...now, after }));
      this.heartbeats.pause(migration, 0);
    } else throw new UserError(409, 'PROOF_ENDED', `The freeze proof has ended already (${proof.state})`);
    return this.snapshot(migration) ?? proof;
  }

  /** One look after a proof that passed; nothing where none is watched. Never rejects. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const proof = this.last.get(migration);
    if (proof?.state !== 'passed' || proof.after?.isWatched !== true) return;
    const { isHeld } = proof.freeze;
    this.keepQuiet(migration);
    const setBackMs = this.clock.setBackMs();
    const after = await lookAfter(
      { ...proof, after: proof.after },
      {
        dialect: this.dialectOf(migration),
        source: this.connections.get(migration, 'source'),
        target: this.connections.get(migration, 'target'),
        watched: this.watchedOf(migration),
        ...{ bounds: { timeoutMs: lookMs, signal }, nowIso: this.clock.nowIso() },
      },
    );
    const now = this.last.get(migration);
    // The instants of a look during which the clock was set back are of two clocks; the next one comes within the interval.
    if (this.clock.setBackMs() !== setBackMs) return;
    // A new proof, or the end of the watch, came in between.
    if (signal.aborted || now?.id !== proof.id || now.after?.isWatched !== true) return;
    const looked = this.conclude({ ...now, after: this.frozenBy(now, after, isHeld) });
    if (isNews(now, looked)) await this.keep(looked);
    else this.last.set(migration, looked);
  }

  private redate(byMs: number): void {
    for (const [migration, proof] of this.last) {
      const live = this.live.get(migration);
      if (proof.state === 'running' && live !== undefined) live.board.patch(redatedProof(live.board.current, byMs));
      else void this.keep(this.conclude(redatedProof(proof, byMs)));
    }
  }

  /** Our lock freezes the source too. One that ended during the look leaves nothing known of the freeze. */
  private frozenBy({ migration, freeze }: FreezeProof, after: FreezeAftermath, wasHeld: boolean): FreezeAftermath {
    if (freeze.isHeld) return { ...after, isSourceFrozen: true, frozenSeenAt: this.clock.nowIso() };
    if (wasHeld) return { ...after, isSourceFrozen: null, frozenSeenAt: null };
    if (after.isSourceFrozen === false) this.live.get(migration)?.budget.stop();
    return after;
  }

  /** The old source takes no writes any more, least of all ours. It ends by itself with the looks. */
  private keepQuiet(migration: string): void {
    this.heartbeats.pause(migration, quietMs + this.config.monitoring.intervalSeconds * 3_000);
  }

  private contextOf(migration: MigrationConfig, request: StartFreezeProof, live: LiveProof): ProofContext {
    const { name } = migration;
    const { board, budget, holder, end } = live;
    const { sentinelTable } = this.config.readiness.freezeProof;
    const { databases, tables } = this.watchedOf(name);
    const database = watchedWhole(migration)[0] ?? tables[0]?.database ?? '';
    return {
      ...{ migration, request, board, budget, clock: this.clock, signal: end.signal },
      ...{ sourceServer: { first: null }, confirmLock: () => holder.confirm() },
      dialect: this.dialectOf(name),
      source: this.connections.get(name, 'source'),
      target: this.connections.get(name, 'target'),
      watched: { databases, tables },
      sentinel: {
        table: sentinelTable ?? `${database}.cutover_sentinel`,
        ...{ isConfigured: sentinelTable !== undefined, token: board.current.id },
      },
    };
  }

  private async run(context: ProofContext, live: LiveProof): Promise<void> {
    const { board, holder, budget } = live;
    const { positions, comparisons } = this;
    const steps = lightsOfProof(board.current.freeze.by, { holder, positions, comparisons });
    const cutShort = (): 'interrupted' | 'cancelled' => (this.isStopping ? 'interrupted' : 'cancelled');
    const state = await runProof(context, steps).catch(cutShort);
    // What is not proved is no reason to keep the application waiting.
    if (state !== 'passed') {
      await holder.release(`the proof has ended (${state})`);
      budget.stop();
      this.heartbeats.pause(context.migration.name, 0);
    }
    const finishedAt = this.clock.nowIso();
    const lights = lightsAtEnd(board.current.lights, state, finishedAt);
    board.patch({ state, finishedAt, lights, after: state === 'passed' ? newAftermath(finishedAt) : null });
    this.logger.log(`${context.migration.name}: freeze proof ${state}. ${board.current.conclusion}`);
  }

  private released(board: ProofBoard, reason: string): void {
    const { id, migration, freeze } = board.current;
    this.logger.warn(`${migration}: the source is not locked by Cutover any more: ${reason}`);
    // The watch has gone on with what the board began.
    const now = this.last.get(migration);
    const { after, verdict } = now?.id === id ? now : board.current;
    const lights = board.current.lights.map((light) => lockGone(light, reason));
    // Nobody has seen yet whether the operator has frozen the source meanwhile.
    board.patch({ lights, verdict, after: unseenSince(after), freeze: { ...freeze, isHeld: false, released: reason } });
  }

  private async keep(proof: FreezeProof): Promise<void> {
    this.last.set(proof.migration, proof);
    this.changed.next({ migration: proof.migration });
    await this.store.save(proof);
  }

  /** As it is at this moment: what was seen and what was judged grow old, and the budget runs on. */
  private conclude(proof: FreezeProof): FreezeProof {
    const budget = this.live.get(proof.migration)?.budget.reading() ?? proof.budget;
    const verdict = this.verdicts.current(proof.migration);
    return concluded({ ...proof, budget, verdict }, this.dialectOf(proof.migration).statements, this.moment());
  }

  private moment(): Moment {
    return { nowMs: this.clock.nowMs(), freshMs: this.freshMs };
  }

  private watchedOf(migration: string): WatchedScope {
    const { databases, tables } = rightsNeedsOf(findMigration(this.config, migration), 'source');
    return { databases, tables };
  }

  private dialectOf(migration: string): FreezeProofDialect {
    return built(freezeProofDialects[findMigration(this.config, migration).engine]);
  }
}
