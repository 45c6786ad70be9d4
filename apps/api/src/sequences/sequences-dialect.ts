import type { RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';

/** A column, with its table. */
export interface SequenceColumn {
  schema: string;
  table: string;
  column: string;
}

/** One sequence of one side. */
export interface SideSequence {
  schema: string;
  name: string;
  /** The column that owns it, or whose identity it is; null: none. */
  owner: SequenceColumn | null;
  start: bigint;
  /** Below 0: it counts down. */
  increment: bigint;
  smallest: bigint;
  largest: bigint;
  cycles: boolean;
  /** What it gives out next, beyond its limits where it has come to its end; null: our account may not read it. */
  next: bigint | null;
  /** The number in its column that is the furthest in its direction; null: none, not asked, or no index tells it. */
  inColumn: bigint | null;
}

/** What one side tells. */
export interface SideSequences {
  sequences: SideSequence[];
  /** What lets our account read those whose `next` is null. */
  grants: string[];
}

/** What is watched: schemas whole, and single tables. */
export type WatchedScope = Pick<RightsNeeds, 'databases' | 'tables'>;

/** One implementation for each engine whose replication leaves sequences out: dialects/registry.ts. */
export interface SequencesDialect {
  /** Sequences of what is watched. With `withColumns` also what stands in their columns. Rejects where nothing can be read. */
  read(
    server: ServerConnection,
    scope: WatchedScope,
    options: { withColumns: boolean },
    bounds: StatementBounds,
  ): Promise<SideSequences>;
  /** The statement after which `last` counts as given out, and which never takes back what was given out since. */
  raise(sequence: SideSequence, last: bigint): string;
  /** The statement after which `last` is the last number of one that begins anew at its end. */
  moveTo(sequence: SideSequence, last: bigint): string;
}
