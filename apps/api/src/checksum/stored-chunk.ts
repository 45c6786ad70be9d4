import type { TableChunk } from '@cutover/contracts';
import type { StoredDifference } from '../store/verification.store.js';
import type { ChunkRecord } from './exact/exact-hooks.js';

/** A chunk as it is kept: with the instant at which it was proved. */
export interface StoredChunk extends ChunkRecord {
  provedAt: string;
}

/** What can be gone on with. */
export interface Resumable {
  /** From the beginning of the table without a gap, in the order of the key, numbered from 0. */
  chunks: StoredChunk[];
  /** The rows that were found to differ in those chunks. */
  differences: StoredDifference[];
}

/**
 * Pure: the unbroken row of proved chunks from the beginning of the table, with the differing rows of exactly these
 * chunks. Where several workers wrote, a row cannot be told to belong to one chunk: then the first chunk that differs, and
 * all after it, are compared again. So is one whose differing rows were not named.
 */
export function resumable(stored: readonly StoredChunk[], found: readonly StoredDifference[]): Resumable {
  const chain = provedChain(stored);
  const isInOrder = chain.every((chunk, index) => chunk.index === index);
  const named = new Set(isInOrder ? found.map(({ chunkIndex }) => chunkIndex) : []);
  const firstUnnamed = chain.findIndex(({ verdict, index }) => verdict !== 'matched' && !named.has(index));
  const kept = firstUnnamed === -1 ? chain : chain.slice(0, firstUnnamed);
  const chunks = kept.map((chunk, index) => ({ ...chunk, index }));
  const differences = isInOrder ? found.filter(({ chunkIndex }) => chunkIndex < chunks.length) : [];
  return { chunks, differences: differences.map((difference, number) => ({ ...difference, number })) };
}

function provedChain(stored: readonly StoredChunk[]): StoredChunk[] {
  const byStart = new Map(stored.map((chunk) => [JSON.stringify(chunk.range.after), chunk]));
  const chain: StoredChunk[] = [];
  for (let next = byStart.get('null'); next !== undefined;) {
    const first = chain[0] ?? next;
    const isProved = next.verdict === 'matched' || next.verdict === 'diverged';
    if (!isProved || basis(next) !== basis(first)) break;
    chain.push(next);
    if (next.range.upTo === null || chain.length > stored.length) break;
    next = byStart.get(JSON.stringify(next.range.upTo));
  }
  return chain;
}

/** What two chunks must have in common to speak of one table in one way. */
function basis({ fingerprint, mode, digest }: ChunkRecord): string {
  return JSON.stringify([fingerprint, mode, digest]);
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
