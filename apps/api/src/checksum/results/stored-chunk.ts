import type { TableChunk } from '@cutover/contracts';
import type { StoredDifference } from '../store/verification.store.js';
import type { ChunkRecord } from '../comparison/exact-hooks.js';

/** A chunk in the store, with the time at which it was proved. */
export interface StoredChunk extends ChunkRecord {
  provedAt: string;
  /** What it was proved on, as text: see ProofBasis. A chunk without one is compared again. */
  basis?: string;
}

/** What a later run need not compare again. */
export interface Resumable {
  /** Numbered from 0, in the order in which they were begun. */
  chunks: StoredChunk[];
  /** The rows of those chunks that differ. */
  differences: StoredDifference[];
}

/**
 * Pure: the stored chunks that still count, with the rows of exactly these chunks that differ. A chunk whose rows were
 * not stored is compared again.
 */
export function resumable(
  stored: readonly StoredChunk[],
  found: readonly StoredDifference[],
  counts: (chunk: ChunkRecord) => boolean,
): Resumable {
  const named = new Set(found.map(({ chunkIndex }) => chunkIndex));
  const isKept = (chunk: StoredChunk): boolean =>
    chunk.verdict === 'matched' || !chunk.isNamed || named.has(chunk.index);
  const kept = stored.filter((chunk) => counts(chunk) && isKept(chunk));
  const numbers = new Map(kept.map(({ index }, number) => [index, number]));
  const differences = found.flatMap((difference) => {
    const chunkIndex = numbers.get(difference.chunkIndex);
    return chunkIndex === undefined ? [] : [{ ...difference, chunkIndex }];
  });
  return {
    chunks: kept.map((chunk, index) => ({ ...chunk, index })),
    differences: differences.map((difference, number) => ({ ...difference, number })),
  };
}

/** A chunk as the API answers it. */
export function shownChunk(chunk: StoredChunk): TableChunk {
  const { index, range, verdict, reason, mode, digest, position, sourceRows, targetRows, tookMs, provedAt } = chunk;
  return {
    ...{ index, after: textsOf(range.after), upTo: textsOf(range.upTo), verdict, reason, mode, digest, position },
    ...{ sourceRows, targetRows, tookMs, provedAt },
  };
}

function textsOf(key: readonly string[] | null): string[] | null {
  return key === null ? null : [...key];
}
