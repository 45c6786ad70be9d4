import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { longestOpenMs, VerificationStore, type TableComparison } from '../store/verification.store.js';
import { defaultLimits } from '../comparison/drill-down/difference-log.js';
import type { ExactHooks } from '../comparison/exact-hooks.js';
import { LongValues } from '../dialects/mysql-family/repair/long-values.js';
import { LoadBudget } from '../load/load-budget.js';
import { RunPace } from './run-pace.js';
import { TableRecording } from './table-recording.js';
import { Throttle } from '../load/throttle.js';

/** What a run needs around its tables: a place to keep what it proves, and a measure of what it may cost. */
export interface PreparedRun {
  hooks: ExactHooks;
  pace: RunPace;
  /** Called before each table; answers when its comparison began, which was earlier for one that is gone on with. */
  begin(table: string): Promise<string>;
  /** The table has its result. */
  finish(): Promise<void>;
}

/** Prepares runs: with plan, recording, pace and throttle. */
@Injectable()
export class RunPreparation {
  /** By migration; the rounds of the schedule share it. */
  private readonly budgets = new Map<string, LoadBudget>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly store: VerificationStore,
    private readonly connections: ConnectionsService,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** `onPace` is told when the pace of the run has changed; `isUrgent`: it begins or ends a pause. `signal` ends what is read for it. */
  prepare(run: ChecksumRun, signal: AbortSignal, onPace: (isUrgent: boolean) => void): PreparedRun {
    const pace = new RunPace();
    const budget = run.trigger === 'schedule' ? this.budgetOf(run.migration) : null;
    const { workers, showValues } = this.config.verification;
    let current: TableRecording | null = null;
    let longValues: LongValues | null = null;
    let open: Promise<ReadonlyMap<string, TableComparison>> | null = null;
    const hooks: ExactHooks = {
      ...{ workers, limits: { ...defaultLimits, showValues } },
      onChunk: async (chunk) => {
        budget?.note(chunk.tookMs);
        await current?.onChunk(chunk);
      },
      onFinding: async (finding, plan) => {
        await current?.onFinding((await longValues?.fill(finding, plan)) ?? finding, plan);
      },
      onBegunAnew: () => current?.forgetAll(),
      unfinished: async (_, counts) => (await current?.takeUp(counts)) ?? null,
      onProgress: (progress) => {
        pace.note(progress, this.clock.monotonicMs());
        onPace(false);
      },
      pauseReason: async () => budget?.reason() ?? this.throttle.reason(run.migration),
      onPause: (table, reason) => onPace(pace.pause(table, reason)),
    };
    return {
      ...{ hooks, pace },
      begin: async (table) => {
        pace.begin();
        open ??= this.openComparisons(run);
        const left = (await open).get(table);
        const comparison = await this.comparisonOf(run, table, left);
        longValues = showValues ? new LongValues(this.connections.get(run.migration, 'source'), signal) : null;
        current = new TableRecording(comparison, this.store, {
          ...{ showValues, nowIso: () => this.clock.nowIso() },
          isNew: left === undefined,
        });
        return comparison.startedAt;
      },
      finish: async () => {
        pace.begin();
        const finished = current?.finish();
        current = null;
        await finished;
      },
    };
  }

  /** By table: what the same run, or an earlier round of the schedule, left open. A run on request begins anew. */
  private async openComparisons(run: ChecksumRun): Promise<ReadonlyMap<string, TableComparison>> {
    const oldest = new Date(this.clock.nowMs() - longestOpenMs).toISOString();
    const open = await this.store.findOpen(run.migration).catch(() => []);
    const isLeft = ({ runId, trigger, startedAt }: TableComparison): boolean =>
      startedAt >= oldest && (runId === run.id || (trigger === 'schedule' && run.trigger === 'schedule'));
    // The newest comes first, and is the one to go on with.
    return new Map(
      open
        .filter(isLeft)
        .reverse()
        .map((comparison) => [comparison.table, comparison]),
    );
  }

  /** The comparison that was left open, now of this run; else a new one, which is written with the first that it proves. */
  private async comparisonOf(
    run: ChecksumRun,
    table: string,
    left: TableComparison | undefined,
  ): Promise<TableComparison> {
    const comparison: TableComparison = {
      ...{ id: randomUUID(), migration: run.migration, table, trigger: run.trigger, state: 'open' },
      startedAt: this.clock.nowIso(),
      ...left,
      runId: run.id,
    };
    if (left !== undefined) await this.store.saveComparison(comparison);
    return comparison;
  }

  private budgetOf(migration: string): LoadBudget {
    const budget =
      this.budgets.get(migration) ??
      new LoadBudget(this.config.verification.maxLoadPercent, () => this.clock.monotonicMs());
    this.budgets.set(migration, budget);
    return budget;
  }
}
