import {
  defaultLimits,
  describeFinding,
  withoutValues,
  type RowFinding,
} from '../../comparison/drill-down/difference-log.js';
import type { TablePlan } from '../../comparison/table-plan.js';
import type { ChunkRecord, Unfinished } from '../../comparison/exact-hooks.js';
import type { RepairDialect } from '../../repair/repair-dialect.js';
import type { StoredDifference, TableComparison, VerificationStore } from '../../store/verification.store.js';
import { resumable, type Resumable, type StoredChunk } from '../../results/stored-chunk.js';

/** Rows that differ are stored in portions, so that neither memory nor a transaction grows with their number. */
const mostPending = 200;
const mostPendingChars = 1_000_000;

/** How the findings of one table are kept. */
export interface RecordingOptions {
  /** False: neither values nor repair statements are kept. */
  showValues: boolean;
  repair: Pick<RepairDialect, 'rowRepair'>;
  nowIso: () => string;
  /** Stored with each chunk: see StoredChunk. Chunks of an earlier round that have another one are compared again. */
  basis?: string | undefined;
  /** True: the store holds nothing of this comparison, so that nothing needs to be read or cleared. */
  isNew?: boolean;
}

/** Stores what is proved of one table while it is compared, and loads what was stored of it before. */
export class TableRecording {
  /** The numbers of the next chunk and the next row. */
  private chunks = 0;
  private rows = 0;
  private pending: StoredDifference[] = [];
  private pendingChars = 0;
  /** False while no row was compared. The result may rest on the definitions alone. */
  private isBegun = false;
  /** True: the store holds nothing of this comparison, not even that it was begun. */
  private isUnwritten: boolean;
  /**
   * The only chunk of a new comparison is held back: the result of such a small table follows at once, and all of it
   * is stored together.
   */
  private held: StoredChunk | null = null;

  constructor(
    readonly comparison: TableComparison,
    private readonly store: VerificationStore,
    private readonly options: RecordingOptions,
  ) {
    this.isUnwritten = options.isNew ?? false;
  }

  /**
   * What this comparison has proved already, as far as `counts` is true of it; the rest is deleted. null: nothing.
   * Never rejects: when it cannot be read, all is compared again.
   */
  async resume(counts: (chunk: ChunkRecord) => boolean): Promise<Unfinished | null> {
    this.isBegun = true;
    this.held = null;
    if (this.isUnwritten) {
      await this.forgetAll();
      return null;
    }
    const kept = await this.resumable(counts);
    this.forgetPending();
    await this.store.rewind(this.comparison.id, kept.chunks, kept.differences);
    this.chunks = kept.chunks.length;
    this.rows = kept.differences.length;
    if (kept.chunks.length === 0) return null;
    return { chunks: kept.chunks, differences: kept.differences.map(({ difference }) => difference) };
  }

  /** Deletes what was found: the table is compared again from the beginning. */
  async forgetAll(): Promise<void> {
    this.held = null;
    this.forgetPending();
    this.chunks = 0;
    this.rows = 0;
    if (!this.isUnwritten) await this.store.rewind(this.comparison.id, [], []);
  }

  async onChunk(chunk: ChunkRecord): Promise<void> {
    this.isBegun = true;
    const { basis, nowIso } = this.options;
    const stored: StoredChunk = { ...chunk, provedAt: nowIso(), ...(basis === undefined ? {} : { basis }) };
    const isWholeTable = chunk.range.after === null && chunk.range.upTo === null;
    this.chunks = Math.max(this.chunks, chunk.index + 1);
    if (this.isUnwritten && isWholeTable && this.pending.length === 0) {
      this.held = stored;
      return;
    }
    // Written in the order of these calls, so that no chunk is stored without its rows.
    await Promise.all([this.flush(), this.saveChunk(stored)]);
  }

  async onFinding(finding: RowFinding, plan: TablePlan): Promise<void> {
    const { showValues, repair } = this.options;
    const found = describeFinding(this.comparison.table, finding, plan, this.rows < defaultLimits.samples);
    const difference = showValues ? found : withoutValues(found, this.rows);
    const { removal = null, sql = null } = showValues ? repair.rowRepair(finding, plan) : {};
    const { chunkIndex = this.chunks } = finding;
    this.pending.push({ number: this.rows++, chunkIndex, difference, repair: { removal, sql } });
    this.pendingChars += (removal?.length ?? 0) + (sql?.length ?? 0);
    if (this.pending.length >= mostPending || this.pendingChars >= mostPendingChars) await this.flush();
  }

  /**
   * The table has its result, so this comparison is now the one that is shown. All writes are called for before any is
   * awaited: one transaction.
   */
  async finish(): Promise<void> {
    // The result rests on no rows, so what an earlier round has stored does not belong to it.
    const isCleared = this.isBegun || this.isUnwritten;
    if (!isCleared) await this.store.rewind(this.comparison.id, [], []);
    await Promise.all([this.flush(), this.store.finish(this.comparison)]);
  }

  /** The comparison proved nothing, and an earlier proof stands: its chunks and rows go on to be shown, and these are deleted. */
  async discard(): Promise<void> {
    this.held = null;
    this.forgetPending();
    if (!this.isUnwritten) await this.store.drop(this.comparison.id);
  }

  /** Stores what waits: that the comparison was begun, its first chunk, and rows. */
  private async flush(): Promise<void> {
    const rows = this.pending;
    this.forgetPending();
    const { held } = this;
    this.held = null;
    const isUnwritten = this.isUnwritten;
    this.isUnwritten = false;
    await Promise.all([
      isUnwritten ? this.store.saveComparison(this.comparison) : undefined,
      held === null ? undefined : this.saveChunk(held),
      this.store.addDifferences(this.comparison.id, rows),
    ]);
  }

  private saveChunk(chunk: StoredChunk): Promise<void> {
    return this.store.saveChunk(this.comparison.id, chunk.index, chunk);
  }

  private forgetPending(): void {
    this.pending = [];
    this.pendingChars = 0;
  }

  private async resumable(counts: (chunk: ChunkRecord) => boolean): Promise<Resumable> {
    try {
      const stored = await this.store.loadChunks<StoredChunk>(this.comparison.id);
      const found = await this.store.loadDifferences(this.comparison.id, -1, defaultLimits.rows);
      const { basis } = this.options;
      return resumable(
        stored.filter((chunk) => basis === undefined || chunk.basis === basis),
        found,
        counts,
      );
    } catch {
      return { chunks: [], differences: [] };
    }
  }
}
