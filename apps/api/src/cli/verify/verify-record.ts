import type { RowDifference } from '@cutover/contracts';
import type { ChunkRecord, Unfinished } from '../../checksum/comparison/exact-hooks.js';
import type { LongValues } from '../../checksum/repair/repair-dialect.js';
import type { Recheck } from '../../checksum/results/differing-ranges.js';
import type { RunRecord } from '../../checksum/runs/run-record.js';
import type { RepairCollection } from './repair-collection.js';

/** Where the repair of a row is kept, and who reads the long values for it. */
export interface RepairParts {
  collection: RepairCollection;
  longValues: LongValues;
}

/** Keeps in memory what one verification proves, until it is printed. There is no earlier run to go on with. */
export class VerifyRecord implements RunRecord {
  /** The rows that differ of all tables, in the order in which the tables were compared. */
  readonly differences: RowDifference[] = [];
  private table = '';
  private chunks: ChunkRecord[] = [];

  /** `repair` null: no repair statements are wanted. */
  constructor(
    private readonly repair: RepairParts | null,
    private readonly nowIso: () => string,
    private readonly onBegin: (table: string) => Promise<void> = async () => undefined,
  ) {}

  /** Nothing is known from before. */
  async recheck(): Promise<Recheck> {
    return { kind: 'in-turn' };
  }

  async onRepaired(): Promise<void> {}

  async begin(table: string): Promise<string> {
    this.table = table;
    this.chunks = [];
    await this.onBegin(table);
    return this.nowIso();
  }

  /**
   * What was proved equal before, in a mode that was given up or until a side was lost. Ranges that differ are read again,
   * with their rows.
   */
  async resume(counts: (chunk: ChunkRecord) => boolean = () => false): Promise<Unfinished | null> {
    this.repair?.collection.forget(this.table);
    this.chunks = this.chunks.filter((chunk) => chunk.verdict === 'matched' && counts(chunk));
    return this.chunks.length === 0 ? null : { chunks: [...this.chunks], differences: [] };
  }

  async onChunk(chunk: ChunkRecord): Promise<void> {
    this.chunks.push(chunk);
  }

  onFinding: RunRecord['onFinding'] = async (finding, plan) => {
    if (this.repair === null) return;
    this.repair.collection.add(await this.repair.longValues.fill(finding, plan), plan);
  };

  async forget(): Promise<void> {
    this.chunks = [];
    this.repair?.collection.forget(this.table);
  }

  async onModeChange(): Promise<void> {
    this.repair?.collection.forget(this.table);
  }

  async finish(_: unknown, differences: readonly RowDifference[]): Promise<void> {
    // One by one: ten thousand arguments of one call could overflow the stack.
    for (const difference of differences) this.differences.push(difference);
  }
}
