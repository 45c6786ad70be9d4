/** An unchanged value that is stored beside the row (TOAST): the stream does not repeat it. */
export const unchanged = Symbol('unchanged');

/** The value of a column as the server prints it; null is SQL NULL. */
export type StreamedValue = string | null | typeof unchanged;

/** One value for each column of the relation, in its order. */
export type StreamedRow = readonly StreamedValue[];

/**
 * What an UPDATE or DELETE tells of the row as it was. `key`: the columns of the replica identity; the others are null and
 * mean nothing. `row`: all columns (REPLICA IDENTITY FULL).
 */
export interface OldRow {
  kind: 'key' | 'row';
  values: StreamedRow;
}

/** A table as the stream describes it before its first change, and again after each change of its definition. */
export interface StreamedRelation {
  /** The OID of the table; of the partitioned table where a publication sends changes by its root. */
  id: number;
  schema: string;
  table: string;
  /** Replica identity: default (the primary key), nothing, full, or an index. */
  identity: 'd' | 'n' | 'f' | 'i';
  /** The published columns. `isKey`: part of the replica identity. */
  columns: readonly { name: string; isKey: boolean }[];
}

/**
 * One message of the plugin pgoutput, protocol 1: whole transactions, in the order of their commits. Positions are those of
 * the write-ahead log, as numbers of bytes.
 */
export type PgoutputMessage =
  /** `commitLsn`: where the commit begins in the log. `xid` has 32 bits: see widenXid. */
  | { kind: 'begin'; commitLsn: bigint; xid: number }
  /** `endLsn`: where the transaction ends, which is what a subscription remembers as applied. */
  | { kind: 'commit'; commitLsn: bigint; endLsn: bigint }
  /** The transaction came to the server by replication, from this origin. */
  | { kind: 'origin'; name: string }
  | { kind: 'relation'; relation: StreamedRelation }
  | { kind: 'type'; id: number; schema: string; name: string }
  | { kind: 'insert'; relationId: number; row: StreamedRow }
  | { kind: 'update'; relationId: number; old: OldRow | null; row: StreamedRow }
  | { kind: 'delete'; relationId: number; old: OldRow }
  | { kind: 'truncate'; relationIds: readonly number[] }
  /** Written by pg_logical_emit_message. */
  | { kind: 'message'; prefix: string };
