import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ChecksumList, ChecksumListQuery, ChecksumResult, ChecksumRun, StartRun } from '@cutover/contracts';
import { printTableName } from '@cutover/databases';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { messageOf } from '../failures/message-of.js';
import { Clock } from '../platform/clock.js';
import { OperationalError, UserError } from '../failures/failures.js';
import { VerificationStore } from './store/verification.store.js';
import type { WatchedTable } from '../tables/tables.service.js';
import { ScheduledLoad } from './load/scheduled-load.js';
import { ChecksumRunner } from './runs/checksum.runner.js';
import { chooseTables } from './runs/tables/choose-tables.js';
import { LastResults, type ResultChange } from './results/last-results.js';
import { RedatedResults } from './results/redated-results.js';
import { pageOfResults } from './results/result-page.js';
import { InterruptedRuns, type InterruptedRun } from './runs/stored/interrupted-runs.js';
import { RunHistory } from './runs/stored/run-history.js';
import { RoundOrder } from './runs/tables/round-order.js';
import { RunTables } from './runs/tables/run-tables.js';
import { Preempted, requestWithoutSide, RunEnd, roundOver, roundWithoutSide, stopped } from './runs/run-ends.js';
import type { RunTerms } from './runs/run-hooks.js';
import { ended, newRun, withVoidProofs } from './runs/progress/run-progress.js';
import { StoredRecords } from './runs/stored/stored-records.js';
import { roundMs } from './runs/tables/scheduled-round.js';

/** The progress within a table is published at most this often. The beginning and end of a table are published at once. */
const paceEveryMs = 500;

/**
 * A round of the schedule may wait for a side; when it ends in vain, the next one begins as soon as both sides answer.
 * For a run on request somebody waits: the restart of a server is waited for, and after that one clear answer is better
 * than a run that stands still and keeps others from being started.
 */
const runTerms: Record<ChecksumRun['trigger'], Pick<RunTerms, 'sides' | 'longestLockMs'>> = {
  // A round may come at any time, and nobody has chosen it: it keeps no writer waiting for longer than DDL.
  schedule: { sides: { longestWaitMs: 10 * 60_000, endWithout: roundWithoutSide }, longestLockMs: 5_000 },
  request: { sides: { longestWaitMs: 2 * 60_000, endWithout: requestWithoutSide } },
};

/** A run under way. */
interface ActiveRun {
  run: ChecksumRun;
  publishedAtMs: number;
  end: AbortController;
  finished: Promise<ChecksumRun>;
}

/** Runs of verification: at most one of a migration at a time. */
@Injectable()
export class ChecksumService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChecksumService.name);
  private readonly changes = new Subject<ChecksumRun>();
  private readonly active = new Map<string, ActiveRun>();
  /**
   * Runs that were asked for and have not begun: the list of tables is being read, or a round of the schedule is being
   * ended.
   */
  private readonly starting = new Map<string, { trigger: ChecksumRun['trigger']; begun: Promise<void> }>();
  private isStopping = false;

  /** Every change of a run: it starts, a table begins or ends, it ends. */
  readonly progress: Observable<ChecksumRun> = this.changes.asObservable();
  /** Every new result, as soon as `snapshot` has it, and the tables that are watched no longer. */
  readonly resultChanges: Observable<ResultChange>;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly tables: RunTables,
    private readonly order: RoundOrder,
    private readonly runner: ChecksumRunner,
    private readonly results: LastResults,
    private readonly redated: RedatedResults,
    private readonly history: RunHistory,
    private readonly interrupted: InterruptedRuns,
    private readonly records: StoredRecords,
    private readonly load: ScheduledLoad,
    private readonly store: VerificationStore,
    private readonly clock: Clock,
  ) {
    this.resultChanges = results.changes;
  }

  /**
   * Loads what an earlier process left, and goes on with its runs. When the store cannot be read, the service starts
   * without.
   */
  async onApplicationBootstrap(): Promise<void> {
    try {
      const left = await this.interrupted.load(this.config.migrations.map(({ name }) => name));
      if (!this.clock.isPastReliable) await this.redated.forgetAges();
      for (const one of left) this.resumeRun(one);
    } catch (error) {
      this.logger.error({ err: error }, 'Earlier checksum results could not be read; starting without them');
    }
  }

  /** Ends the runs under way, and their statements on the servers, while connections and store still work. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    const runs = [...this.active.values()];
    for (const { end } of runs) end.abort(stopped());
    await Promise.all(runs.map(({ finished }) => finished));
    this.changes.complete();
  }

  /**
   * Compares every watched table: a round of the schedule. Resolves when the round has ended; at once while another
   * run is under way. A run that is requested meanwhile goes first, and the round then goes on with the tables that
   * are left.
   */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    findMigration(this.config, migration);
    if (this.isBusy(migration) || this.isStopping || signal.aborted) return;
    const beganAt = this.clock.nowIso();
    const setBackMs = this.clock.setBackMs();
    const end = new AbortController();
    const onAbort = (): void => end.abort(stopped());
    signal.addEventListener('abort', onAbort, { once: true });
    const timer = this.roundTimer(migration, end);
    const isDue = (watched: readonly WatchedTable[]): WatchedTable[] =>
      this.order.dueSince(this.clock.redated(beganAt, setBackMs), migration, watched);
    try {
      let active = await this.begin(migration, 'schedule', isDue);
      await this.untilEnded(active, end.signal);
      while (active.end.signal.reason instanceof Preempted) {
        // Between the end of one run and the next call, another request may have begun a run: look again.
        while (this.isBusy(migration) && !end.signal.aborted) await this.untilOver(migration, end.signal);
        if (end.signal.aborted || this.isStopping || isDue(this.tables.lastKnown(migration)).length === 0) return;
        active = await this.begin(migration, 'schedule', isDue);
        await this.untilEnded(active, end.signal);
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /**
   * Starts a run on request, and ends a round of the schedule for it. Throws UserError: 409 RUN_ACTIVE while another
   * requested run is under way, 400 TABLE_UNKNOWN, 404 MIGRATION_UNKNOWN; OperationalError when the tables are not
   * known.
   */
  async start(migration: string, request: StartRun): Promise<ChecksumRun> {
    findMigration(this.config, migration);
    const other = this.starting.get(migration);
    if (other?.trigger === 'schedule') await other.begun;
    if (this.isStopping) throw new OperationalError('STOPPING', 'Cutover is being stopped');
    const isTaken = this.starting.has(migration) || (this.activeRun(migration)?.trigger ?? 'schedule') !== 'schedule';
    if (isTaken)
      throw new UserError(409, 'RUN_ACTIVE', 'A requested run is under way: wait for it to end, or cancel it first');
    const { run } = await this.begin(migration, 'request', (watched) => chooseTables(watched, request.tables));
    return run;
  }

  /**
   * Ends a run and its statements on the servers; resolves when it has ended. Throws UserError: 404 RUN_UNKNOWN, 409
   * RUN_ENDED.
   */
  async cancel(migration: string, id: string): Promise<ChecksumRun> {
    const run = await this.run(migration, id);
    const active = this.active.get(migration);
    if (active?.run.id !== id) throw new UserError(409, 'RUN_ENDED', `The run has ended already (${run.state})`);
    active.end.abort(new RunEnd('cancelled', 'Cancelled on request'));
    return active.finished;
  }

  /** Throws UserError 404 RUN_UNKNOWN or MIGRATION_UNKNOWN. */
  async run(migration: string, id: string): Promise<ChecksumRun> {
    findMigration(this.config, migration);
    return this.activeRunWithId(migration, id) ?? this.history.find(migration, id);
  }

  activeRun(migration: string): ChecksumRun | null {
    return this.active.get(migration)?.run ?? null;
  }

  /** Last result of each table, by name. */
  snapshot(migration: string): readonly ChecksumResult[] {
    return this.results.of(migration);
  }

  /** The result of one table; null while it was never compared. */
  find(migration: string, table: string): ChecksumResult | null {
    return this.results.find(migration, table);
  }

  /**
   * A page of the last results, and which run is under way. Throws UserError 404 MIGRATION_UNKNOWN, 400 for a cursor
   * that is not ours.
   */
  list(migration: string, query: ChecksumListQuery): ChecksumList {
    findMigration(this.config, migration);
    const activeRunId = this.activeRun(migration)?.id ?? null;
    const skipped = this.tables.skipped(migration);
    return { migration, ...pageOfResults(this.snapshot(migration), query), skipped, activeRunId };
  }

  /** Last result of one table. Throws UserError 404: TABLE_UNKNOWN, or RESULT_UNKNOWN while it was never compared. */
  result(migration: string, database: string, table: string): ChecksumResult {
    findMigration(this.config, migration);
    const id = printTableName({ database, name: table });
    const result = this.results.find(migration, id);
    if (result !== null) return result;
    if (this.tables.lastKnown(migration).some((watched) => watched.id === id))
      throw new UserError(404, 'RESULT_UNKNOWN', `"${id}" was not compared yet: start a run`);
    throw new UserError(404, 'TABLE_UNKNOWN', `"${id}" is not a watched table of "${migration}"`);
  }

  private isBusy(migration: string): boolean {
    return this.active.has(migration) || this.starting.has(migration);
  }

  private activeRunWithId(migration: string, id: string): ChecksumRun | null {
    const run = this.activeRun(migration);
    return run?.id === id ? run : null;
  }

  /**
   * Reads the tables as they are now, chooses among them, and starts a run. A requested run waits until a round under
   * way has ended.
   */
  private async begin(
    migration: string,
    trigger: ChecksumRun['trigger'],
    choose: (watched: readonly WatchedTable[]) => readonly WatchedTable[],
  ): Promise<ActiveRun> {
    const begin = async (): Promise<ActiveRun> => {
      const chosen = choose(await this.tables.now(migration));
      const round = trigger === 'request' ? this.active.get(migration) : undefined;
      round?.end.abort(new Preempted());
      await round?.finished;
      const run = newRun({
        ...{ id: randomUUID(), migration, trigger, tables: chosen.length },
        now: this.clock.nowIso(),
      });
      const active: ActiveRun = activeRun(run);
      this.active.set(migration, active);
      if (this.isStopping) active.end.abort(stopped());
      active.finished = this.execute(active, chosen);
      return active;
    };
    const beginning = begin().finally(() => this.starting.delete(migration));
    const begun = beginning.then(
      () => undefined,
      () => undefined,
    );
    this.starting.set(migration, { trigger, begun });
    return beginning;
  }

  /** Ends a round once its time is over; undefined: it has all the time it needs. */
  private roundTimer(migration: string, end: AbortController): NodeJS.Timeout | undefined {
    const limitMs = roundMs(this.config.monitoring);
    return limitMs === null ? undefined : setTimeout(() => end.abort(this.endRound(migration)), limitMs);
  }

  /** The end of a round whose time is over. Remembers what it was comparing, for the order of later ones. */
  private endRound(migration: string): RunEnd {
    const run = this.activeRun(migration);
    if (run?.trigger === 'schedule') this.order.noteCutOff(migration, run.tables.current);
    return roundOver();
  }

  /** Resolves when the run has ended. The end of the round ends the run too. */
  private async untilEnded(active: ActiveRun, round: AbortSignal): Promise<void> {
    const onAbort = (): void => active.end.abort(round.reason);
    round.addEventListener('abort', onAbort, { once: true });
    if (round.aborted) onAbort();
    await active.finished;
    round.removeEventListener('abort', onAbort);
  }

  /** Resolves when the run under way has ended, when a run that was asked for has begun, or when the round is over. */
  private async untilOver(migration: string, round: AbortSignal): Promise<void> {
    const over = new Promise<void>((resolve) => round.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([over, this.starting.get(migration)?.begun ?? this.active.get(migration)?.finished]);
  }

  /** Goes on with the run of an earlier process, as soon as both servers answer. */
  private resumeRun({ run, tables }: InterruptedRun): void {
    const active = activeRun(run);
    this.active.set(run.migration, active);
    active.finished = this.tables.onceReadable(run.migration, active.end.signal).then(
      (watched) => {
        const isOpen = ({ id }: WatchedTable): boolean =>
          tables.includes(id) && !run.results.some(({ table }) => table === id);
        const left = watched.filter(isOpen);
        if (run.trigger !== 'schedule') return this.execute(active, left);
        // A round is bounded after a restart too: otherwise its longest table would keep the others from being compared.
        const timer = this.roundTimer(run.migration, active.end);
        return this.execute(active, this.order.inTurn(run.migration, left)).finally(() => clearTimeout(timer));
      },
      (error: unknown) => {
        const end: unknown = active.end.signal.reason;
        const reason = messageOf(error);
        const [state, why] = end instanceof RunEnd ? [end.state, end.message] : (['interrupted', reason] as const);
        return this.conclude(active, ended(active.run, state, why, this.clock.nowIso()));
      },
    );
  }

  private async execute(active: ActiveRun, tables: readonly WatchedTable[]): Promise<ChecksumRun> {
    const { pausedBecause: _, ...first } = active.run;
    const done = first.results.map(({ table }) => table);
    await this.store.savePlan(first, [...done, ...tables.map(({ id }) => id)]);
    await this.publish(active, first);
    const last = await this.runner.execute(first, tables, active.end.signal, {
      record: this.records.of(first, active.end.signal),
      terms: { budget: this.load.budgetOf(first), ...runTerms[first.trigger] },
      observer: {
        onProgress: (run) => this.publish(active, run),
        onPace: (run, isUrgent) => {
          const isDue = this.clock.monotonicMs() - active.publishedAtMs >= paceEveryMs;
          if (isUrgent || isDue) void this.publish(active, run);
        },
      },
    });
    return this.conclude(active, last);
  }

  private async conclude(active: ActiveRun, executed: ChecksumRun): Promise<ChecksumRun> {
    const last = withVoidProofs(executed, (table) => this.results.find(executed.migration, table));
    await this.store.endRun(last.id, last.trigger === 'schedule');
    // Before the end is published: whoever hears of it and asks must not find the run under way.
    this.active.delete(last.migration);
    await this.publish(active, last);
    return last;
  }

  private async publish(active: ActiveRun, run: ChecksumRun): Promise<void> {
    active.run = run;
    active.publishedAtMs = this.clock.monotonicMs();
    const recorded = this.history.record(run);
    this.changes.next(run);
    await recorded;
  }
}

function activeRun(run: ChecksumRun): ActiveRun {
  return { run, publishedAtMs: -Infinity, end: new AbortController(), finished: Promise.resolve(run) };
}
