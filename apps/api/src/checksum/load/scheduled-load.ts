import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import { LoadBudget } from './load-budget.js';

/** So many milliseconds may be spent reading before the share is kept: small databases are verified without a pause. */
const burstMs = 5_000;

/**
 * Gives rounds of the schedule their share of the time (verification.maxLoadPercent). All rounds of a migration have
 * one budget.
 */
@Injectable()
export class ScheduledLoad {
  private readonly budgets = new Map<string, LoadBudget>();
  private readonly counting = new Map<string, LoadBudget>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
  ) {}

  /** The budget of a run; null: it was requested, or no limit is configured. */
  budgetOf({ trigger, migration }: Pick<ChecksumRun, 'trigger' | 'migration'>): LoadBudget | null {
    const { maxLoadPercent } = this.config.verification;
    if (trigger !== 'schedule' || maxLoadPercent >= 100) return null;
    const budget = this.budgets.get(migration) ?? this.newBudget(maxLoadPercent);
    this.budgets.set(migration, budget);
    return budget;
  }

  /**
   * The budget of counting rows: half the share, and apart from that of the rounds. One count may take as long as sixty
   * chunks: out of one budget it would leave nothing to verification, which proves more. null: no limit is configured.
   */
  countingBudgetOf(migration: string): LoadBudget | null {
    const { maxLoadPercent } = this.config.verification;
    if (maxLoadPercent >= 100) return null;
    const budget = this.counting.get(migration) ?? this.newBudget(maxLoadPercent / 2, 'Counting rows');
    this.counting.set(migration, budget);
    return budget;
  }

  private newBudget(percent: number, who = 'Scheduled verification'): LoadBudget {
    const reason = `${who} reads for at most ${percent} % of the time (verification.maxLoadPercent)`;
    const terms = { share: percent / 100, mostSavedMs: burstMs, savedMs: burstMs, reason };
    return new LoadBudget(terms, () => this.clock.monotonicMs());
  }
}
