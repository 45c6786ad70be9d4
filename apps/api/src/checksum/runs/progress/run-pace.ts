import type { ChecksumRun, TableProgress } from '@cutover/contracts';
import type { TableProgress as EngineProgress } from '../../comparison/exact-hooks.js';

/** What is told of a table at its first chunk: speed is measured from there. */
interface Start {
  rows: bigint;
  atMs: number;
}

/** As the engine tells it; before its first chunk only a pause may be known of a table. */
type Current = Omit<EngineProgress, 'mode'> & { mode: EngineProgress['mode'] | null };

/** How fast the table under way is compared, and why it is not at the moment. */
export class RunPace {
  private current: Current | null = null;
  private start: Start | null = null;
  private pauseReason: string | null = null;

  /** Another table, or none. */
  begin(): void {
    this.current = null;
    this.start = null;
    this.pauseReason = null;
  }

  note(progress: EngineProgress, nowMs: number): void {
    this.current = progress;
    this.start ??= { rows: progress.rows, atMs: nowMs };
  }

  /** Answers whether this is news. */
  pause(table: string, reason: string | null): boolean {
    const isNews = reason !== this.pauseReason;
    this.pauseReason = reason;
    this.current ??= reason === null ? null : { table, mode: null, rows: 0n, estimatedRows: 0n, chunks: 0 };
    return isNews;
  }

  /** The fields of a run. */
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
