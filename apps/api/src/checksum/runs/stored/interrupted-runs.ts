import { Injectable, Logger } from '@nestjs/common';
import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { Clock } from '../../../platform/clock.js';
import { VerdictStore } from '../../store/verdict.store.js';
import { VerificationStore } from '../../store/verification.store.js';
import { LastResults } from '../../results/last-results.js';
import { readRun } from '../../results/removed-mode.js';
import { resumedRun } from '../progress/run-progress.js';

/** A run that was under way when an earlier process ended, and the tables it was about. */
export interface InterruptedRun {
  run: ChecksumRun;
  tables: readonly string[];
}

/** The runs that an earlier process left unfinished. */
@Injectable()
export class InterruptedRuns {
  private readonly logger = new Logger(InterruptedRuns.name);

  constructor(
    private readonly verdicts: VerdictStore,
    private readonly verifications: VerificationStore,
    private readonly results: LastResults,
    private readonly clock: Clock,
  ) {}

  /**
   * The runs of these migrations that can be gone on with, with the results they had. All others that were under way
   * become `interrupted`. Also loads the last results. Rejects with StoreFault.
   */
  async load(migrations: readonly string[]): Promise<InterruptedRun[]> {
    const left: InterruptedRun[] = [];
    for (const run of (await this.verdicts.findRunning()).map(readRun)) {
      const tables = await this.verifications.findPlan(run.id);
      const isWanted =
        migrations.includes(run.migration) && !left.some((other) => other.run.migration === run.migration);
      if (tables !== null && isWanted) left.push({ run, tables });
      else await this.verifications.endRun(run.id, run.trigger === 'schedule');
    }
    await this.verdicts.markInterrupted(this.clock.nowIso(), new Set(left.map(({ run }) => run.id)));
    await this.results.load();
    for (const { run, tables } of left)
      this.logger.log(`${run.migration}: going on with run ${run.id}, ${tables.length} tables`);
    return Promise.all(left.map(async ({ run, tables }) => ({ run: await this.withItsResults(run, tables), tables })));
  }

  /**
   * A run is stored now and then, its results at once. Results that are newer than the stored run are found by their
   * comparisons.
   */
  private async withItsResults(run: ChecksumRun, tables: readonly string[]): Promise<ChecksumRun> {
    const found: ChecksumResult[] = [];
    for (const table of tables) {
      const known = run.results.find((result) => result.table === table);
      const done = known === undefined ? await this.verifications.findDone(run.migration, table) : null;
      const result = done?.runId === run.id ? this.results.find(run.migration, table) : known;
      if (result) found.push(result);
    }
    return resumedRun(run, found);
  }
}
