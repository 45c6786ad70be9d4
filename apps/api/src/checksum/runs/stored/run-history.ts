import { Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { Clock } from '../../../platform/clock.js';
import { UserError } from '../../../failures/failures.js';
import { VerdictStore } from '../../store/verdict.store.js';
import { readRun } from '../../results/removed-mode.js';

/** So many runs of each migration are kept in memory; older ones are read from the store. */
const keptRuns = 10;
/**
 * A run under way is stored at most this often, not once for each of a thousand tables. Each result is stored by
 * itself.
 */
const saveEveryMs = 2_000;

/** The runs of each migration: those that ended, and the one under way. */
@Injectable()
export class RunHistory {
  private readonly recent = new Map<string, ChecksumRun[]>();
  private readonly savedAtMs = new Map<string, number>();

  constructor(
    private readonly store: VerdictStore,
    private readonly clock: Clock,
  ) {}

  /** Keeps the new state of a run. Its beginning and its end are stored at once. */
  async record(run: ChecksumRun): Promise<void> {
    const others = (this.recent.get(run.migration) ?? []).filter(({ id }) => id !== run.id);
    this.recent.set(run.migration, [run, ...others].slice(0, keptRuns));
    const nowMs = this.clock.monotonicMs();
    const isDue = nowMs - (this.savedAtMs.get(run.id) ?? -Infinity) >= saveEveryMs;
    if (run.state === 'running' && !isDue) return;
    if (run.state === 'running') this.savedAtMs.set(run.id, nowMs);
    else this.savedAtMs.delete(run.id);
    // Without its results while it is under way: they are stored by table (see InterruptedRuns), and would be stored
    // again with every change.
    await this.store.saveRun(run.state === 'running' ? { ...run, results: [] } : run);
  }

  /** Throws UserError 404 RUN_UNKNOWN. */
  async find(migration: string, id: string): Promise<ChecksumRun> {
    const known = this.recent.get(migration)?.find((run) => run.id === id);
    const run = known ?? (await this.store.findRun(migration, id));
    if (run === null) throw new UserError(404, 'RUN_UNKNOWN', `There is no run "${id}" of "${migration}"`);
    return readRun(run);
  }
}
