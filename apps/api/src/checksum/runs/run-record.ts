import type { ChecksumResult, RowDifference } from '@cutover/contracts';
import type { OnFinding } from '../comparison/drill-down/difference-log.js';
import type { ChunkRecord, Unfinished } from '../comparison/exact-hooks.js';
import type { Recheck } from '../results/differing-ranges.js';

/** Keeps what a run proves, table by table: in the store for the service, in memory for the command line. */
export interface RunRecord {
  /** What is to be done first about a table that was proved different. Never rejects. */
  recheck(table: string): Promise<Recheck>;
  /** All ranges in which the table had differed are equal. */
  onRepaired(table: string, position: string | null): Promise<void>;
  /** Called before each table. Resolves with the time at which its comparison began; that may be in an earlier run. */
  begin(table: string): Promise<string>;
  /**
   * What an earlier run, or this one in a mode that was given up, has proved of this table, as far as `counts` is true of
   * it; null: nothing. What else was recorded of the table does not count any more.
   */
  resume(counts: (chunk: ChunkRecord) => boolean): Promise<Unfinished | null>;
  onChunk(chunk: ChunkRecord): Promise<void>;
  onFinding: OnFinding;
  /** The table is compared in another mode from here on. `resume` is called next. */
  onModeChange(): Promise<void>;
  /** What was recorded of the table counts no more: DDL may have put another one in its place. */
  forget(): Promise<void>;
  /** The table has its result. A record that survives a crash has stored it when this resolves. */
  finish(result: ChecksumResult, differences: readonly RowDifference[]): Promise<void>;
}
