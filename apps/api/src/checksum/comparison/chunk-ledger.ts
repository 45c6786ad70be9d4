import type { ChecksumMode, Verdict } from '@cutover/contracts';
import { byPlace, type PlacedRange } from './chunks/chunk-feed.js';
import { gapsBetween } from './chunks/gap-feed.js';
import type { ChunkRecord, Unfinished } from './exact-hooks.js';
import type { RangeDigest } from './range-digest.js';
import type { TableWork } from './table-work.js';

/** What was found out about one range. */
export interface ChunkOutcome {
  verdict: Verdict;
  reason: string | null;
  position: string | null;
  source: RangeDigest | null;
  target: RangeDigest | null;
  tookMs: number;
}

/** Keeps the chunks of one table, and passes each on to the hooks. */
export class ChunkLedger {
  readonly chunks: ChunkRecord[] = [];
  private rows = 0n;
  private taken = 0;

  constructor(
    private readonly work: TableWork,
    private readonly mode: ChecksumMode,
  ) {}

  /**
   * Takes over the chunks of an interrupted run that still count. Answers the ranges that are left, in the order of
   * the key.
   */
  async resume(): Promise<readonly PlacedRange[]> {
    const { hooks, table, log, fingerprint } = this.work;
    if (hooks.only !== undefined) return hooks.only.fingerprint === fingerprint ? hooks.only.ranges : [];
    const counts = (chunk: ChunkRecord): boolean => stillCounts(chunk, this.work, this.mode);
    const { chunks, differences } = (await hooks.unfinished?.(table.id, counts)) ?? nothingLeft;
    const kept = chunks.filter(counts);
    for (const chunk of kept) this.keep(chunk);
    this.taken = Math.max(-1, ...kept.map(({ index }) => index)) + 1;
    if (kept.length > 0)
      log.restore(
        differences,
        kept.every(({ isNamed }) => isNamed),
      );
    return gapsBetween(kept.map(({ range }) => range).sort(byPlace));
  }

  /** True when only some ranges are compared, to see whether all are equal, and one is not. */
  get isDecided(): boolean {
    return this.work.hooks.only !== undefined && this.chunks.some(({ verdict }) => verdict !== 'matched');
  }

  /** Gives out the number of the next chunk. */
  take(): number {
    return this.taken++;
  }

  async add(range: PlacedRange, outcome: ChunkOutcome, index = this.take()): Promise<void> {
    const { verdict, reason, position, source, target, tookMs } = outcome;
    const chunk: ChunkRecord = {
      ...{ table: this.work.table.id, index, range, verdict, reason, mode: this.mode },
      ...{ digest: this.work.plan.digest.name, position, fingerprint: this.work.fingerprint },
      ...{ sourceRows: textOf(source?.rows), targetRows: textOf(target?.rows) },
      ...{ sourceDigest: source?.digest ?? null, targetDigest: target?.digest ?? null, tookMs: Math.round(tookMs) },
      isNamed: verdict !== 'diverged' || this.work.log.isComplete,
    };
    this.keep(chunk);
    await this.work.hooks.onChunk?.(chunk);
    this.reportProgress();
  }

  private keep(chunk: ChunkRecord): void {
    this.chunks.push(chunk);
    this.rows += BigInt(chunk.sourceRows ?? 0);
  }

  private reportProgress(): void {
    const { table, source, target, hooks } = this.work;
    const estimatedRows = source.estimatedRows > target.estimatedRows ? source.estimatedRows : target.estimatedRows;
    const { mode, rows, chunks } = this;
    hooks.onProgress?.({ table: table.id, mode, rows, estimatedRows, chunks: chunks.length });
  }
}

const nothingLeft: Unfinished = { chunks: [], differences: [] };

/** How much a mode proves. */
const ranks: Record<ChecksumMode, number> = { snapshot: 4, barrier: 3, bracket: 2, sandwich: 1 };

/**
 * Pure: a chunk still counts when it was proved by the same digest, over the same definitions, in the same mode or a
 * better one. So a table that goes on in another mode half way, because snapshots do not meet any more, loses nothing.
 */
export function stillCounts(
  { verdict, fingerprint, digest, mode: provedIn }: ChunkRecord,
  work: Pick<TableWork, 'fingerprint' | 'plan'>,
  mode: ChecksumMode,
): boolean {
  const isProved = verdict === 'matched' || verdict === 'diverged';
  return (
    isProved && fingerprint === work.fingerprint && digest === work.plan.digest.name && ranks[provedIn] >= ranks[mode]
  );
}

function textOf(rows: bigint | undefined): string | null {
  return rows === undefined ? null : String(rows);
}
