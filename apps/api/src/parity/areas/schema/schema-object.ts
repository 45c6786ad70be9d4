import type { ColumnDefinition } from '../../../tables/definition/table-definition.js';

/** Kinds of objects, in the words in which people read them. */
export type SchemaKind =
  | 'database'
  | 'table'
  | 'storage engine'
  | 'row format'
  | 'default collation'
  | 'system versioning'
  | 'column'
  | 'column order'
  | 'primary key'
  | 'index'
  | 'foreign key'
  | 'check'
  | 'period'
  | 'partitioning'
  | 'trigger'
  | 'procedure'
  | 'function'
  | 'package'
  | 'package body'
  | 'view'
  | 'event'
  | 'sequence'
  // Of PostgreSQL.
  | 'schema'
  | 'foreign table'
  | 'persistence'
  | 'storage options'
  | 'replica identity'
  | 'inheritance'
  | 'partition'
  | 'unique constraint'
  | 'exclusion constraint'
  | 'rule'
  | 'row security'
  | 'policy'
  | 'materialized view'
  | 'aggregate'
  | 'type'
  | 'extension'
  | 'extension version'
  | 'collation'
  | 'operator'
  | 'operator class'
  | 'cast'
  | 'text search'
  | 'statistics'
  | 'event trigger'
  | 'foreign server'
  | 'comment';

/** One thing of one side that is compared, with the statements by which the target gets it. */
export interface SchemaObject {
  kind: SchemaKind;
  database: string;
  /** `shop.orders`; a database has its name. */
  object: string;
  /** What of the object: the name of a column, say; null: the object itself. */
  part: string | null;
  /** The table, or the database, that it is part of: told of only where both sides have that. null: it is part of nothing. */
  within: string | null;
  /** As people read it. */
  shown: string;
  /** Equal where two objects are the same, however they were written. */
  compared: string;
  /** Compared by the one comparison of columns, beside `compared`. */
  column?: ColumnDefinition;
  /** Compared where both have one; absent: any is right. */
  status?: string;
  /** Statements that give the target's object this status, where nothing else differs; absent: as for any other difference. */
  setStatus?: readonly string[];
  /** The name is given by the server where the statement has none, so that it does not count. */
  isNameless?: boolean;
  /** It matters less: an index that keeps nothing unique. */
  isMinor?: boolean;
  /** Statements for the target that make it. null: no statement can. */
  make: readonly string[] | null;
  /** Statements for the target that remove it. null: they would lose what nobody can bring back. */
  remove: readonly string[] | null;
  /**
   * Statements that make the target's object this one, or how they are found from what the target has; absent: remove and make.
   * null: no statement can.
   */
  changeInto?: readonly string[] | null | ((target: SchemaObject) => readonly string[] | null);
  /**
   * Why the target's object is meant to be another one for as long as replication runs, and what to do after it: such a difference does
   * not block, and no statement mends it yet. null: it is not meant. Absent: it never is.
   */
  meant?: (target: SchemaObject) => string | null;
  /** What to do about it where no statement mends it: a sentence for people. */
  byHand?: string;
  /** What to know before these statements are run. */
  note?: string;
}

/** A counter that gives out numbers: AUTO_INCREMENT, or a sequence. */
export interface SchemaCounter {
  database: string;
  object: string;
  /** `AUTO_INCREMENT of id`. */
  part: string;
  next: bigint;
  /** The largest number that it can give out. */
  largest: bigint;
  /** It counts down. */
  isDescending: boolean;
  /** At its end it begins again. */
  cycles: boolean;
  /** So far it runs ahead of the rows in ordinary work. */
  mayBeAhead: bigint;
  /** Statements for the target that set it to this. */
  raiseTo(next: bigint): readonly string[];
}

/** Something that could not be read on one side, so that nothing is said of it on either. */
export interface UnreadPart {
  what: string;
  kinds: readonly SchemaKind[];
  /** Where; null: everywhere. */
  database: string | null;
  /** Of this object only: `shop.orders`; absent: of all in `database`. */
  object?: string;
  reason: string;
  /** What to do: never empty. */
  action: string;
  /** The rights that are missing, as people run them; absent: none is. */
  grants?: string[];
}

/** What a server offers to be created: versions by name. */
export type OfferedExtensions = ReadonlyMap<string, readonly string[]>;

/** What one side has. */
export interface SchemaSide {
  objects: readonly SchemaObject[];
  counters: readonly SchemaCounter[];
  unread: readonly UnreadPart[];
  /** Extensions that could be created here; absent: the engine has none. null: they could not be read. */
  offers?: OfferedExtensions | null;
  /** Statements that the reading took. */
  statements: number;
}
