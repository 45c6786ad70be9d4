import type { ChecksumResult } from '@cutover/contracts';
import type { TableProgress } from '../../checksum/comparison/exact-hooks.js';
import type { Progress } from './progress.js';

/** Adds up what the engine tells, table by table. Holds no clock: whoever asks says what time it is. */
export class ProgressTracker {
  private readonly estimates: Map<string, bigint>;
  private readonly tablesTotal: number;
  private tablesDone = 0;
  private finishedRows = 0n;
  private currentRows = 0n;
  private current: string | null = null;
  private pause: string | null = null;

  /** @param estimates rows of every table that will be compared, as the server guesses; 0 where it does not know */
  constructor(
    estimates: ReadonlyMap<string, bigint>,
    private readonly startMs: number,
  ) {
    this.estimates = new Map(estimates);
    this.tablesTotal = estimates.size;
  }

  begin(table: string): void {
    this.current = table;
    this.currentRows = 0n;
  }

  note({ table, rows, estimatedRows }: TableProgress): void {
    if (table !== this.current) return;
    this.currentRows = rows;
    this.estimates.set(table, estimatedRows);
  }

  notePause(reason: string | null): void {
    this.pause = reason;
  }

  end(result: ChecksumResult): void {
    this.finishedRows += result.sourceRows === null ? this.currentRows : BigInt(result.sourceRows);
    this.estimates.delete(result.table);
    this.tablesDone++;
    this.current = null;
    this.currentRows = 0n;
    this.pause = null;
  }

  at(nowMs: number): Progress {
    const { tablesDone, tablesTotal, current, pause } = this;
    const expected = [...this.estimates.values()].reduce((sum, rows) => sum + rows, 0n);
    return {
      ...{ tablesDone, tablesTotal, current, pause },
      rowsDone: this.finishedRows + this.currentRows,
      rowsLeft: expected > this.currentRows ? expected - this.currentRows : 0n,
      elapsedMs: nowMs - this.startMs,
    };
  }
}
