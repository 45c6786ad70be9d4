import type { ChecksumMode, RowDifference, Verdict } from '@cutover/contracts';
import type { PlacedRange } from './chunks/chunk-feed.js';
import type { ChunkSizing } from './chunks/chunk-size.js';
import type { DifferenceLimits, OnFinding } from './drill-down/difference-log.js';

/** What was proved about one range of a table; a value that can be stored, and taken up again. Rows and digests as decimal text. */
export interface ChunkRecord {
  table: string;
  /** Counted in the order in which they were begun. */
  index: number;
  range: PlacedRange;
  verdict: Verdict;
  reason: string | null;
  mode: ChecksumMode;
  digest: string;
  /** GTID position at which the verdict holds; null where none is known. */
  position: string | null;
  sourceRows: string | null;
  targetRows: string | null;
  sourceDigest: string | null;
  targetDigest: string | null;
  /** Of the definitions: a record of another one proves nothing any more. */
  fingerprint: string;
  /** How long both sides took to hash it. */
  tookMs: number;
  /** False: rows of it that differ may not have been named. */
  isNamed: boolean;
}

/** What an interrupted run had found of a table. */
export interface Unfinished {
  chunks: readonly ChunkRecord[];
  differences: readonly RowDifference[];
}

/** How far the comparison of one table is. `estimatedRows` is the server's guess: progress may end above or below it. */
export interface TableProgress {
  table: string;
  mode: ChecksumMode;
  rows: bigint;
  estimatedRows: bigint;
  chunks: number;
}

/** What the engine tells, and asks, while it works. All optional; none may reject. */
export interface ExactHooks {
  onChunk?: (chunk: ChunkRecord) => Promise<void> | void;
  onProgress?: (progress: TableProgress) => void;
  /** Each differing row with its exact values, once: what repair statements are made of. */
  onFinding?: OnFinding;
  /** The table is compared anew in another mode: forget what `onFinding` told of it. */
  onBegunAnew?: (table: string) => Promise<void> | void;
  /** Why the servers should be left alone just now; null: go on. Asked before each chunk; no snapshot is held meanwhile. */
  pauseReason?: () => Promise<string | null>;
  onPause?: (table: string, reason: string | null) => void;
  /** What an earlier run had found of this table: the chunks that `counts` still, and their rows. They are not compared again. */
  unfinished?: (table: string, counts: (chunk: ChunkRecord) => boolean) => Promise<Unfinished | null>;
  sizing?: ChunkSizing;
  /** So long a pair made by a barrier serves, over all tables of a run. */
  barrierAgeMs?: number;
  limits?: DifferenceLimits;
  /** Chunks of a table that are compared at the same time, each in a pair of its own. Default 1. */
  workers?: number;
}
