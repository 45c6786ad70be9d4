import type { ChecksumRun, TableProgress } from '@cutover/contracts';
import type { ComparisonProgress } from '../../comparison/exact-hooks.js';

/** The first chunk of a table: speed is measured from there. */
interface Start {
  rows: bigint;
  atMs: number;
}

/** The progress of the current table. Before its first chunk only a pause may be known of it. */
type Current = Omit<ComparisonProgress, 'mode'> & { mode: ComparisonProgress['mode'] | null };

/** How fast the current table is compared, and why it is paused. */
export class RunPace {
  private current: Current | null = null;
  private start: Start | null = null;
  private pauseReason: string | null = null;

  /** Begins with another table, or none. */
  begin(): void {
    this.current = null;
    this.start = null;
    this.pauseReason = null;
  }

  note(progress: ComparisonProgress, nowMs: number): void {
    this.current = progress;
    this.start ??= { rows: progress.rows, atMs: nowMs };
  }

  /** Notes that a table, or the run before its next table (`table` null), is paused, or goes on. True when that is new. */
  pause(table: string | null, reason: string | null): boolean {
    const isNews = reason !== this.pauseReason;
    this.pauseReason = reason;
    this.current ??=
      table === null || reason === null ? null : { table, mode: null, rows: 0n, estimatedRows: 0n, chunks: 0 };
    return isNews;
  }

  /** The progress as fields of a run. */
  at(nowMs: number): Required<Pick<ChecksumRun, 'progress' | 'pausedBecause'>> & Partial<Pick<ChecksumRun, 'mode'>> {
    const progress = this.current === null ? [] : [this.describe(this.current, nowMs)];
    const mode = this.current?.mode ?? null;
    return { progress, pausedBecause: this.pauseReason, ...(mode === null ? {} : { mode }) };
  }

  private describe({ table, rows, estimatedRows, chunks }: Current, nowMs: number): TableProgress {
    const seconds = this.start === null ? 0 : (nowMs - this.start.atMs) / 1_000;
    const isMeasured = this.start !== null && seconds > 0 && rows > this.start.rows;
    const rowsPerSecond = isMeasured ? Number(rows - (this.start?.rows ?? 0n)) / seconds : null;
    const rowsLeft = estimatedRows > rows ? Number(estimatedRows - rows) : 0;
    return {
      ...{ table, rows: String(rows), chunks, pauseReason: this.pauseReason },
      estimatedRows: estimatedRows === 0n ? null : String(estimatedRows),
      rowsPerSecond: rowsPerSecond === null ? null : Math.round(rowsPerSecond),
      remainingSeconds: rowsPerSecond === null ? null : Math.round(rowsLeft / rowsPerSecond),
    };
  }
}
