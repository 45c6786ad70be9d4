import type { DedicatedSession, ServerConnection, TableName } from '@cutover/databases';

/** How an engine brings a snapshot of the source and one of the target to one position. */
export interface SnapshotDialect {
  /** Why such snapshots cannot be had, as far as it is known without asking a server; null: they may be. */
  obstacle(source: ServerConnection, storageEngines: readonly (string | null)[]): string | null;
  /** Opens the connections of one pair. Rejects with SnapshotImpossible, or as the connections do; nothing stays open then. */
  open(source: ServerConnection, target: ServerConnection): Promise<PairSessions>;
  /**
   * The same where the target does not say where its snapshots stand: rows of which it is not known whether both show the same
   * are undecided. Absent: the engine has no such pairs.
   */
  openBracket?(source: ServerConnection, target: ServerConnection): Promise<PairSessions>;
  /** Why no pair could be made, and what to do, where this failure says so; null: it is a failure of another kind. */
  impossibleReason(error: unknown, source: ServerConnection): string | null;
  /** True when a table was altered or created after the snapshot that was to show it: a new snapshot does. */
  isOlderThanTable(error: unknown): boolean;
  /** What to do about a target whose replication is stopped. */
  startStopped: string;
}

/**
 * Both connections of one pair. `Position` belongs to the dialect: nobody else looks inside.
 *
 * Source and target snapshots are opened again and again, by matchSnapshots, until `compare` calls them equal.
 */
export interface PairSessions<Position = unknown> {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  /** Distance at which the target is looked at without a pause. */
  readonly nearDistance: bigint;
  /**
   * A new snapshot of the source, in place of the one before. `table` is what is read next: from this moment until the
   * snapshot ends, its name stands for what it stands for at the position of the snapshot, because DDL on it waits.
   */
  openSource(table?: TableName): Promise<SourceSnapshot<Position>>;
  /** A new snapshot of the target, in place of the one before, and where it stands. Rejects with SnapshotImpossible when that cannot be seen. */
  openTarget(): Promise<Position>;
  /** Where the target's snapshot stands beside the source's. `earlier` is where the target stood before the source's was taken. */
  compare(source: Position, target: Position, earlier: Position): Meeting;
  /**
   * Asked once both snapshots stand where `compare` calls them equal: the position in full, and the rows that they need not
   * show alike all the same. `table` is what is read next. Absent where equal means every row.
   */
  complete?(table?: TableName): Promise<{ position: string; apart: RowsApart; between: RowsBetween }>;
  /**
   * Called before snapshots of the source that do not keep DDL from the table: `bind` then sees all DDL that comes later, and what
   * had begun before is over. Rejects as `bind` does. Absent where `bind` is.
   */
  watch?(table: TableName): Promise<void>;
  /**
   * Makes sure, before a table is read, that its name stands on both sides for what it stood for at the position of the
   * pair. Rejects with SideUnreadable because of TableChanged where that cannot be known. Absent where a snapshot shows the
   * names of tables as it shows their rows.
   */
  bind?(table: TableName): Promise<void>;
  /**
   * Why a difference between the snapshots may be none; null: it is one. Asked when one was found. Absent where the
   * snapshots of an engine always stand exactly at their positions.
   */
  doubt?(): Promise<string | null>;
  /** Ends both snapshots; the connections stay, at least for a moment. */
  release(): Promise<void>;
  /** Hangs up. Never rejects. */
  close(): Promise<void>;
}

/**
 * Rows of a table that the source's snapshot does not show as they are at the position of the pair. They are left out of
 * digests, and the target's are compared with what is known of them. For a table that was bound: see PairSessions. Throws
 * SnapshotsMissed where a table without a key has such rows, since no digest can leave them out.
 */
export type RowsApart = (table: ApartTable) => readonly RowApart[];

/**
 * What happened to the rows of a table, with a key or without, between the source's snapshot and the position of the pair. For a
 * table that was bound: see PairSessions.
 */
export type RowsBetween = (table: TableName) => {
  /** Rows of it that were inserted, updated or deleted, each time. */
  changes: number;
  /** How many more rows the source has at the position than its snapshot shows. */
  added: bigint;
};

/** A table, and which of its columns a RowApart gives in which order. `key`: null: it has none. */
export interface ApartTable {
  database: string;
  table: string;
  key: readonly string[] | null;
  columns: readonly string[];
}

/**
 * A row that the source's snapshot does not show as it is at the position. Key and values are text, as the dialect of
 * the comparison reads them.
 */
export interface RowApart {
  key: readonly string[];
  /**
   * The row as it is on the source at the position; null: there is none with this key. `undefined` in place of a value: the
   * server computes it from others (a generated column), so it is not known, and not compared.
   */
  source: readonly (string | null | undefined)[] | null;
  /** True: it is not known how the target's snapshot shows it. Another pair will tell. `source` means nothing then. */
  isUndecided?: boolean;
}

/** How opening a snapshot of the source ended. */
export type SourceSnapshot<Position = unknown> =
  /** It stands exactly there. `text` is the position as results show it, and as the target is waited for. */
  | { kind: 'exact'; position: Position; text: string }
  /** A commit came in between: to be tried again. */
  | { kind: 'moved' }
  /** This source cannot say where a snapshot stands. */
  | { kind: 'impossible'; reason: string };

/** `behind`: the target has not come to the source's snapshot; `text` says how far it is, for people. */
export type Meeting = { kind: 'equal' } | { kind: 'past' } | { kind: 'behind'; distance: bigint; text: string };
