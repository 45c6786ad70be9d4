import type { TableChunk } from '@cutover/contracts';
import type { StoredDifference } from '../store/verification.store.js';
import type { ChunkRecord } from '../comparison/exact-hooks.js';

/** A chunk as it is kept: with the instant at which it was proved. */
export interface StoredChunk extends ChunkRecord {
  provedAt: string;
}

/** What can be gone on with. */
export interface Resumable {
  /** In the order in which they were begun, numbered from 0. */
  chunks: StoredChunk[];
  /** The rows that were found to differ in those chunks. */
  differences: StoredDifference[];
}

/** Pure: the chunks that count, with the differing rows of exactly these chunks. One whose rows were not kept is compared again. */
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
