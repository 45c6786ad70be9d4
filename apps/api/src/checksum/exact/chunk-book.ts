import type { ChecksumMode, Verdict } from '@cutover/contracts';
import type { KeyValues } from './chunks/key-column.js';
import type { KeyRange } from './chunks/key-range.js';
import type { RangeDigest } from './digest/digest-plan.js';
import type { ChunkRecord, Unfinished } from './exact-hooks.js';
import type { TableWork } from './table-work.js';

/** What came of one range. */
export interface ChunkOutcome {
  verdict: Verdict;
  reason: string | null;
  position: string | null;
  source: RangeDigest | null;
  target: RangeDigest | null;
  tookMs: number;
}

/** Keeps the chunks of one table, and tells them on. */
export class ChunkBook {
  readonly chunks: ChunkRecord[] = [];
  private rows = 0n;

  constructor(
    private readonly work: TableWork,
    private readonly mode: ChecksumMode,
  ) {}

  /** Takes over what still counts of an interrupted run; answers where to go on, or `done`. */
  resume(unfinished: Unfinished | null): { after: KeyValues | null } | 'done' {
    const kept = unfinished === null ? [] : stillCounting(unfinished.chunks, this.work, this.mode);
    for (const chunk of kept) this.keep(chunk);
    const last = kept.at(-1);
    if (last === undefined) return { after: null };
    this.work.log.restore(unfinished?.differences ?? []);
    return last.range.upTo === null ? 'done' : { after: last.range.upTo };
  }

  async add(range: KeyRange, { verdict, reason, position, source, target, tookMs }: ChunkOutcome): Promise<void> {
    const chunk: ChunkRecord = {
      ...{ table: this.work.table.id, index: this.chunks.length, range, verdict, reason, mode: this.mode },
      ...{ digest: this.work.plan.method.name, position, fingerprint: this.work.fingerprint },
      ...{ sourceRows: textOf(source?.rows), targetRows: textOf(target?.rows) },
      ...{ sourceDigest: source?.digest ?? null, targetDigest: target?.digest ?? null, tookMs: Math.round(tookMs) },
    };
    this.keep(chunk);
    await this.work.hooks.onChunk?.(chunk);
    this.tell();
  }

  private keep(chunk: ChunkRecord): void {
    this.chunks.push(chunk);
    this.rows += BigInt(chunk.sourceRows ?? 0);
  }

  private tell(): void {
    const { table, source, target, hooks } = this.work;
    const estimatedRows = source.estimatedRows > target.estimatedRows ? source.estimatedRows : target.estimatedRows;
    hooks.onProgress?.({ table: table.id, rows: this.rows, estimatedRows, chunks: this.chunks.length });
  }
}

/**
 * Pure: the unbroken row of chunks from the beginning of the table that were proved by the same digest, in the same mode,
 * over the same definitions. What comes after a gap is compared again.
 */
export function stillCounting(
  chunks: readonly ChunkRecord[],
  work: Pick<TableWork, 'fingerprint' | 'plan'>,
  mode: ChecksumMode,
): ChunkRecord[] {
  const byStart = new Map(chunks.map((chunk) => [JSON.stringify(chunk.range.after), chunk]));
  const kept: ChunkRecord[] = [];
  for (let next = byStart.get('null'); next !== undefined;) {
    const isProved = next.verdict === 'matched' || next.verdict === 'diverged';
    const isSame = next.fingerprint === work.fingerprint && next.digest === work.plan.method.name && next.mode === mode;
    if (!isProved || !isSame) break;
    kept.push({ ...next, index: kept.length });
    if (next.range.upTo === null) break;
    next = byStart.get(JSON.stringify(next.range.upTo));
  }
  return kept;
}

function textOf(rows: bigint | undefined): string | null {
  return rows === undefined ? null : String(rows);
}
