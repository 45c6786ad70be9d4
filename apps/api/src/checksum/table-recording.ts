import { defaultLimits, describeFinding, type RowFinding } from './exact/drill-down/difference-log.js';
import type { DigestPlan } from './exact/digest/digest-plan.js';
import { withoutValues } from './exact/drill-down/without-values.js';
import type { ChunkRecord, Unfinished } from './exact/exact-hooks.js';
import { repairStatement } from './exact/repair/repair-statement.js';
import type { StoredDifference, TableComparison, VerificationStore } from '../store/verification.store.js';
import { resumable, type StoredChunk } from './stored-chunk.js';

/** Differing rows are written in portions, so that neither memory nor a transaction grows with them. */
const mostPending = 200;
const mostPendingChars = 1_000_000;

/** Puts away what the engine finds of one table while it finds it, and gives back what was there before. */
export class TableRecording {
  private chunks = 0;
  private rows = 0;
  private pending: StoredDifference[] = [];
  private pendingChars = 0;
  /** Rows already noted in the present chunk: after a lost connection the chunk is compared again. */
  private seen = new Set<string>();
  /** False while nothing was compared: the definitions alone may have settled it. */
  private isBegun = false;

  constructor(
    readonly comparison: TableComparison,
    private readonly store: VerificationStore,
    private readonly options: { showValues: boolean; nowIso: () => string },
  ) {}

  /** What an interrupted comparison has proved already; null: nothing that counts. Never rejects: then all is compared. */
  async takeUp(): Promise<Unfinished | null> {
    const { id } = this.comparison;
    this.isBegun = true;
    try {
      const stored = await this.store.loadChunks<StoredChunk>(id);
      if (stored.length === 0) return null;
      const found = await this.store.loadDifferences(id, -1, defaultLimits.rows);
      // More may differ than was named, and that is not known of the single chunk.
      const kept = found.length < defaultLimits.rows ? resumable(stored, found) : { chunks: [], differences: [] };
      await this.store.rewind(id, kept.chunks, kept.differences);
      this.chunks = kept.chunks.length;
      this.rows = kept.differences.length;
      if (kept.chunks.length === 0) return null;
      return { chunks: kept.chunks, differences: kept.differences.map(({ difference }) => difference) };
    } catch {
      return null;
    }
  }

  async onChunk(chunk: ChunkRecord): Promise<void> {
    this.isBegun = true;
    if (chunk.index === 0 && this.chunks > 0) await this.beginAnew();
    await this.flush();
    this.seen.clear();
    this.chunks = Math.max(this.chunks, chunk.index + 1);
    const stored: StoredChunk = { ...chunk, provedAt: this.options.nowIso() };
    await this.store.saveChunk(this.comparison.id, chunk.index, stored);
  }

  async onFinding(finding: RowFinding, plan: DigestPlan): Promise<void> {
    if (plan.key !== null) {
      const name = JSON.stringify([finding.kind, finding.key]);
      if (this.seen.has(name)) return;
      this.seen.add(name);
    }
    const { showValues } = this.options;
    const found = describeFinding(this.comparison.table, finding, plan, this.rows < defaultLimits.samples);
    const difference = showValues ? found : withoutValues(found, this.rows);
    const repairSql = showValues ? repairStatement(finding, plan) : null;
    this.pending.push({ number: this.rows++, chunkIndex: this.chunks, difference, repairSql });
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

  /** The engine does not go on with what was stored: the definition has changed, or the mode. */
  private async beginAnew(): Promise<void> {
    this.pending = this.pending.map((row, number) => ({ ...row, number, chunkIndex: 0 }));
    this.rows = this.pending.length;
    this.chunks = 0;
    await this.store.rewind(this.comparison.id, [], []);
  }
}
