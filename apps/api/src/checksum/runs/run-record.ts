import type { ChecksumResult, RowDifference } from '@cutover/contracts';
import type { OnFinding } from '../comparison/drill-down/difference-log.js';
import type { ChunkRecord, Unfinished } from '../comparison/exact-hooks.js';

/** Where a run puts what it proves, table by table: the store for the service, memory for the command line. */
export interface RunRecord {
  /** Before each table. Resolves to when its comparison began, which was earlier for one that is gone on with. */
  begin(table: string): Promise<string>;
  /** What an earlier run had proved of this table and `counts` still; null: nothing. */
  takeUp(counts: (chunk: ChunkRecord) => boolean): Promise<Unfinished | null>;
  onChunk(chunk: ChunkRecord): Promise<void>;
  onFinding: OnFinding;
  /** The table is compared anew in another mode: nothing that was told of it counts. */
  onBegunAnew(): Promise<void>;
  /** The table has its result: what is done survives a crash where the record does. */
  finish(result: ChecksumResult, differences: readonly RowDifference[]): Promise<void>;
}
