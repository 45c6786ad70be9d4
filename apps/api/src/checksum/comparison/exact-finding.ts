import { worstVerdict, type ChecksumMode, type Verdict } from '@cutover/contracts';
import type { ChecksumFinding } from './comparison-frame.js';
import { partNotes } from '../../tables/carried-part.js';
import { definitionNotes } from '../../tables/definition/compare-definitions.js';
import { countedRows } from './drill-down/counted-rows.js';
import type { DifferenceLog } from './drill-down/difference-log.js';
import type { ChunkRecord } from './exact-hooks.js';
import type { TableWork } from './table-work.js';

/** Pure: the result of a table, from those of its chunks. A proved difference outweighs chunks that could not be proved. */
export function findingOf(
  { dialect, plan, log, source, target, part }: TableWork,
  chunks: readonly ChunkRecord[],
  about: { mode: ChecksumMode; modeReason: string | null; notes: readonly string[] },
): ChecksumFinding {
  const counted = countChunks(chunks);
  const verdict = worstVerdict(counted) ?? 'unverified';
  // Where a chunk was not proved, more rows may differ.
  const isComplete = log.isComplete && chunks.length > 0 && counted.unverified + counted.lagging === 0;
  const reason = reasonOf(verdict, chunks, {
    ...{ counts: log.counts, rows: log.rows, obstacle: log.obstacle },
    isComplete,
  });
  const notes = [...partNotes(part), ...definitionNotes(source, target), ...about.notes];
  const modeReason = modeReasonOf(chunks, about);
  return {
    ...{ verdict, mode: about.mode, digest: plan.digest.name },
    ...(reason === null ? {} : { reason }),
    ...(modeReason === null ? {} : { modeReason }),
    ...(notes.length === 0 ? {} : { notes }),
    position: earliestPosition(chunks, dialect.isEarlier),
    sourceDigest: total(chunks, 'sourceDigest', plan.digest.together),
    targetDigest: total(chunks, 'targetDigest', plan.digest.together),
    sourceRows: total(chunks, 'sourceRows', sum),
    targetRows: total(chunks, 'targetRows', sum),
    chunks: counted,
    differences: { ...log.counts, complete: isComplete && (verdict !== 'diverged' || log.rows.length > 0) },
  };
}

/** Why the table was not compared in a better mode, and how much of it was before that became impossible. */
function modeReasonOf(
  chunks: readonly ChunkRecord[],
  { mode, modeReason }: { mode: ChecksumMode; modeReason: string | null },
): string | null {
  const others = chunks.filter((chunk) => chunk.mode !== mode);
  const [first] = others;
  if (modeReason === null || first === undefined) return modeReason;
  return `${modeReason}; before that, ${others.length} of ${chunks.length} ranges were proved in mode ${first.mode}`;
}

function reasonOf(
  verdict: Verdict,
  chunks: readonly ChunkRecord[],
  { counts, rows, isComplete, obstacle }: Pick<DifferenceLog, 'counts' | 'rows' | 'isComplete' | 'obstacle'>,
): string | null {
  if (verdict === 'matched') return null;
  if (verdict === 'diverged') {
    const { missing, extra, changed } = counts;
    const first = chunks.find((chunk) => chunk.verdict === 'diverged')?.reason ?? 'The rows differ';
    const rest = obstacle === null ? '' : `; ${obstacle}`;
    if (missing + extra + changed === 0) return first.endsWith(rest) ? first : `${first}${rest}`;
    const least = isComplete ? '' : 'At least ';
    return `${least}${countedRows(counts, rows)}${rest}`;
  }
  return chunks.find((chunk) => chunk.verdict === verdict)?.reason ?? null;
}

/**
 * The position of the whole table. Each chunk is proved at a position of its own, so the table is only known as of the
 * earliest. Several workers take snapshots in no particular order, so those must be compared. A table that was read in
 * sandwich mode alone was proved one range after the other. null: no chunk has a position.
 */
function earliestPosition(
  chunks: readonly ChunkRecord[],
  isEarlier: (position: string, other: string) => boolean,
): string | null {
  const known = chunks.flatMap(({ position, mode }) => (position === null ? [] : [{ position, mode }]));
  const [first, ...others] = known;
  if (first === undefined || known.every(({ mode }) => mode === 'sandwich')) return first?.position ?? null;
  return others.reduce(
    (earliest, { position }) => (isEarlier(position, earliest) ? position : earliest),
    first.position,
  );
}

const sum = (a: bigint, b: bigint): bigint => a + b;

/** The sum of all chunks, as decimal text; null when the value of one is not known. */
function total(
  chunks: readonly ChunkRecord[],
  field: 'sourceDigest' | 'targetDigest' | 'sourceRows' | 'targetRows',
  together: (a: bigint, b: bigint) => bigint,
): string | null {
  let all = 0n;
  for (const chunk of chunks) {
    const value = chunk[field];
    if (value === null) return null;
    all = together(all, BigInt(value));
  }
  return chunks.length === 0 ? null : String(all);
}

function countChunks(chunks: readonly ChunkRecord[]): ChecksumFinding['chunks'] {
  const counts = { total: chunks.length, matched: 0, lagging: 0, diverged: 0, unverified: 0 };
  for (const { verdict } of chunks) counts[verdict]++;
  return counts;
}
