import type { ChecksumMode, RowDifference, Verdict } from '@cutover/contracts';
import type { PlacedRange } from './chunks/chunk-feed.js';
import type { ChunkSizing } from './chunks/chunk-size.js';
import type { DifferenceLimits, OnFinding } from './drill-down/difference-log.js';

/** What was proved about one range of a table, in a form that can be stored and resumed. Rows and digests as decimal text. */
export interface ChunkRecord {
  table: string;
  /** Numbered in the order in which chunks were begun. */
  index: number;
  range: PlacedRange;
  verdict: Verdict;
  reason: string | null;
  mode: ChecksumMode;
  digest: string;
  /** Position of the source at which the verdict holds; null where none is known. */
  position: string | null;
  sourceRows: string | null;
  targetRows: string | null;
  sourceDigest: string | null;
  targetDigest: string | null;
  /** Of both definitions. A record made under other definitions proves nothing any more. */
  fingerprint: string;
  /** How long both sides took to hash it. */
  tookMs: number;
  /** False: some of its differing rows may not have been named. */
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

/** What the comparison tells, and asks, while it works. All optional; none may reject. */
export interface ExactHooks {
  onChunk?: (chunk: ChunkRecord) => Promise<void> | void;
  onProgress?: (progress: TableProgress) => void;
  /** Each differing row with its exact values, once: what repair statements are made of. */
  onFinding?: OnFinding;
  /** The table is compared anew in another mode: forget its findings. */
  onBegunAnew?: (table: string) => Promise<void> | void;
  /** Why the comparison should pause, for example because the servers are busy; null: go on. Asked before each chunk; no snapshot is held meanwhile. */
  pauseReason?: () => Promise<string | null>;
  onPause?: (table: string, reason: string | null) => void;
  /** The chunks of an interrupted run for which `counts` answers true, and their differing rows. They are not compared again. */
  unfinished?: (table: string, counts: (chunk: ChunkRecord) => boolean) => Promise<Unfinished | null>;
  sizing?: ChunkSizing;
  /** How long one barrier's snapshots may be used, in ms, for all tables of a run together. After that a new barrier is raised. */
  barrierAgeMs?: number;
  limits?: DifferenceLimits;
  /** Chunks of a table that are compared at the same time, each in a pair of its own. Default 1. */
  workers?: number;
}
