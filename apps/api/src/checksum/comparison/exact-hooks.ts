import type { ChecksumMode, RowDifference, Verdict } from '@cutover/contracts';
import type { PlacedRange } from './chunks/chunk-feed.js';
import type { ChunkSizing } from './chunks/chunk-size.js';
import type { DifferenceLimits, OnFinding } from './drill-down/difference-log.js';
import type { KeylessBounds } from './keyless/keyless-bounds.js';

/**
 * What was proved about one range of a table, in a form that can be stored and gone on with. Numbers of rows and
 * digests are decimal text.
 */
export interface ChunkRecord {
  table: string;
  /** Chunks are numbered in the order in which they were begun. */
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
  /** The fingerprint of both definitions. When a definition has changed, the chunk proves nothing any more. */
  fingerprint: string;
  /** How long it took to read and hash the range on both sides. */
  tookMs: number;
  /** False: some of its rows that differ may not have been named. */
  isNamed: boolean;
}

/** What an interrupted run had proved about a table. */
export interface Unfinished {
  chunks: readonly ChunkRecord[];
  differences: readonly RowDifference[];
}

/**
 * How far the comparison of one table is. `estimatedRows` is a guess of the server, so progress may end above or below
 * it.
 */
export interface ComparisonProgress {
  table: string;
  mode: ChecksumMode;
  rows: bigint;
  estimatedRows: bigint;
  chunks: number;
}

/** Ranges of an earlier comparison that are compared again by themselves. */
export interface RangesToRecheck {
  ranges: readonly PlacedRange[];
  fingerprint: string;
}

/** What the comparison reports, and asks, while it works. All are optional; none may reject. */
export interface ExactHooks {
  onChunk?: (chunk: ChunkRecord) => Promise<void> | void;
  onProgress?: (progress: ComparisonProgress) => void;
  /** Called once with each row that differs and its exact values, from which repair statements are made. */
  onFinding?: OnFinding;
  /**
   * The table is compared in another mode from here on. Of the chunks reported so far only those that `unfinished` then answers
   * count.
   */
  onModeChange?: (table: string) => Promise<void> | void;
  /**
   * Why the comparison should pause, for example because the servers are busy; null: go on. Asked before each chunk.
   * No snapshot is held during a pause.
   */
  pauseReason?: () => Promise<string | null>;
  onPause?: (table: string, reason: string | null) => void;
  /**
   * The chunks of an interrupted run, and of a mode that was given up, for which `counts` is true, with their rows that
   * differ. They are not compared again. Asked before the table is read in any mode.
   */
  unfinished?: (table: string, counts: (chunk: ChunkRecord) => boolean) => Promise<Unfinished | null>;
  /**
   * Compares these ranges and no others, as long as the definitions have this fingerprint, and ends at the first that is
   * not proved equal. The finding is then about these ranges, and no verdict on the table.
   */
  only?: RangesToRecheck;
  sizing?: ChunkSizing;
  /** How long one barrier's snapshots may be used, in ms, for all tables of a run together. After that a new barrier is raised. */
  barrierAgeMs?: number;
  /**
   * How long a statement may keep the writers of a table waiting, in ms, where its storage engine locks what is read;
   * absent: as long as any statement may take.
   */
  longestLockMs?: number;
  limits?: DifferenceLimits;
  /** What a table without a key may cost; absent: keylessBounds. */
  keyless?: Partial<KeylessBounds>;
  /** How many chunks of a table are compared at the same time, each in a pair of its own. Default 1. */
  workers?: number;
}
