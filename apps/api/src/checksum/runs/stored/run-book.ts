import { Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { Clock } from '../../../platform/clock.js';
import { UserError } from '../../../platform/failures.js';
import { VerdictStore } from '../../store/verdict.store.js';
import { readRun } from '../../results/removed-mode.js';

/** Ended runs kept in memory per migration; older ones are read from the store. */
const keptRuns = 10;
/** A run of a thousand tables is written every so often, not a thousand times; each result is saved by itself. */
const saveEveryMs = 2_000;

/** What runs there were, and how the present one stands. */
@Injectable()
export class RunBook {
  private readonly recent = new Map<string, ChecksumRun[]>();
  private readonly savedAtMs = new Map<string, number>();

  constructor(
    private readonly store: VerdictStore,
    private readonly clock: Clock,
  ) {}

  /** Keeps the new state of a run; its beginning and end are written at once. */
  async record(run: ChecksumRun): Promise<void> {
    const others = (this.recent.get(run.migration) ?? []).filter(({ id }) => id !== run.id);
    this.recent.set(run.migration, [run, ...others].slice(0, keptRuns));
    const nowMs = this.clock.monotonicMs();
    const isDue = nowMs - (this.savedAtMs.get(run.id) ?? -Infinity) >= saveEveryMs;
    if (run.state === 'running' && !isDue) return;
    if (run.state === 'running') this.savedAtMs.set(run.id, nowMs);
    else this.savedAtMs.delete(run.id);
    // While it goes on its results are found by their tables (see InterruptedRuns): written with it they would be written again
    // and again, tables × time.
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
