import { defaultLimits, describeFinding, type RowFinding } from './exact/drill-down/difference-log.js';
import type { DigestPlan } from './exact/digest/digest-plan.js';
import { withoutValues } from './exact/drill-down/without-values.js';
import type { ChunkRecord, Unfinished } from './exact/exact-hooks.js';
import { repairStatement } from './exact/repair/repair-statement.js';
import type { StoredDifference, TableComparison, VerificationStore } from '../store/verification.store.js';
import { resumable, type Resumable, type StoredChunk } from './stored-chunk.js';

/** Differing rows are written in portions, so that neither memory nor a transaction grows with them. */
const mostPending = 200;
const mostPendingChars = 1_000_000;

/** Puts away what the engine finds of one table while it finds it, and gives back what was there before. */
export class TableRecording {
  /** The next number of a chunk, and of a row. */
  private chunks = 0;
  private rows = 0;
  private pending: StoredDifference[] = [];
  private pendingChars = 0;
  /** False while nothing was compared: the definitions alone may have settled it. */
  private isBegun = false;

  constructor(
    readonly comparison: TableComparison,
    private readonly store: VerificationStore,
    private readonly options: { showValues: boolean; nowIso: () => string },
  ) {}

  /**
   * What this comparison has proved already and `counts` still; all else of it is forgotten. null: nothing. Never rejects:
   * then all is compared.
   */
  async takeUp(counts: (chunk: ChunkRecord) => boolean): Promise<Unfinished | null> {
    this.isBegun = true;
    const kept = await this.resumable(counts);
    this.pending = [];
    this.pendingChars = 0;
    await this.store.rewind(this.comparison.id, kept.chunks, kept.differences);
    this.chunks = kept.chunks.length;
    this.rows = kept.differences.length;
    if (kept.chunks.length === 0) return null;
    return { chunks: kept.chunks, differences: kept.differences.map(({ difference }) => difference) };
  }

  async onChunk(chunk: ChunkRecord): Promise<void> {
    this.isBegun = true;
    await this.flush();
    this.chunks = Math.max(this.chunks, chunk.index + 1);
    const stored: StoredChunk = { ...chunk, provedAt: this.options.nowIso() };
    await this.store.saveChunk(this.comparison.id, chunk.index, stored);
  }

  async onFinding(finding: RowFinding, plan: DigestPlan): Promise<void> {
    const { showValues } = this.options;
    const found = describeFinding(this.comparison.table, finding, plan, this.rows < defaultLimits.samples);
    const difference = showValues ? found : withoutValues(found, this.rows);
    const repairSql = showValues ? repairStatement(finding, plan) : null;
    const { chunkIndex = this.chunks } = finding;
    this.pending.push({ number: this.rows++, chunkIndex, difference, repairSql });
    this.pendingChars += repairSql?.length ?? 0;
    if (this.pending.length >= mostPending || this.pendingChars >= mostPendingChars) await this.flush();
  }

  /** The table has its result: this comparison is now the one that is shown. */
  async finish(): Promise<void> {
    // What an earlier round had stored does not belong to a result that rests on no rows.
    if (!this.isBegun) await this.store.rewind(this.comparison.id, [], []);
    await this.flush();
    await this.store.finish(this.comparison);
  }

  private async flush(): Promise<void> {
    const rows = this.pending;
    this.pending = [];
    this.pendingChars = 0;
    await this.store.addDifferences(this.comparison.id, rows);
  }

  private async resumable(counts: (chunk: ChunkRecord) => boolean): Promise<Resumable> {
    try {
      const stored = await this.store.loadChunks<StoredChunk>(this.comparison.id);
      const found = await this.store.loadDifferences(this.comparison.id, -1, defaultLimits.rows);
      return resumable(stored, found, counts);
    } catch {
      return { chunks: [], differences: [] };
    }
  }
}
