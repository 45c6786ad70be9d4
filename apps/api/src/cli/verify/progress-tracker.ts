import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import type { Progress } from './progress.js';

/** Adds up the rows of all tables of a run. It has no clock: the caller says what time it is. */
export class ProgressTracker {
  private readonly estimates: Map<string, bigint>;
  private readonly tablesTotal: number;
  private tablesDone = 0;
  private finishedRows = 0n;
  private currentRows = 0n;
  private current: string | null = null;
  private pause: string | null = null;

  /**
   * @param estimates rows of every table that will be compared, as the server guesses; 0 where it does not know
   * @param part see `Progress`
   */
  constructor(
    estimates: ReadonlyMap<string, bigint>,
    private readonly startMs: number,
    private readonly part: string | null = null,
  ) {
    this.estimates = new Map(estimates);
    this.tablesTotal = estimates.size;
  }

  /** To be called with every change of the run. */
  note({ results, tables, progress, pausedBecause }: ChecksumRun): void {
    for (const result of results.slice(this.tablesDone)) this.end(result);
    this.current = tables.current[0] ?? null;
    this.pause = pausedBecause ?? null;
    const [pace] = progress ?? [];
    // Before the first chunk only a pause can be reported.
    if (pace === undefined || pace.table !== this.current || pace.chunks === 0) return;
    this.currentRows = BigInt(pace.rows);
    this.estimates.set(pace.table, BigInt(pace.estimatedRows ?? 0));
  }

  at(nowMs: number): Progress {
    const { part, tablesDone, tablesTotal, current, pause } = this;
    const expected = [...this.estimates.values()].reduce((sum, rows) => sum + rows, 0n);
    return {
      ...{ part, tablesDone, tablesTotal, current, pause },
      rowsDone: this.finishedRows + this.currentRows,
      rowsLeft: expected > this.currentRows ? expected - this.currentRows : 0n,
      elapsedMs: nowMs - this.startMs,
    };
  }

  private end(result: ChecksumResult): void {
    this.finishedRows += result.sourceRows === null ? this.currentRows : BigInt(result.sourceRows);
    this.estimates.delete(result.table);
    this.tablesDone++;
    this.currentRows = 0n;
  }
}
