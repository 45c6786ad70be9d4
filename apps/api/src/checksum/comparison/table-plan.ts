import type { Question } from '../../proof/question.js';
import type { ColumnDefinition, UniqueKey } from '../../tables/definition/table-definition.js';
import type { KeyRange, KeyValues } from './chunks/key-range.js';
import type { Buckets, Occurrences } from './drill-down/multisets.js';
import type { RowDigests } from './drill-down/row-comparison.js';
import type { Parts } from './drill-down/split-range.js';
import type { RangeDigest } from './range-digest.js';

/** The part of a table that is compared. It is the same on both sides. */
export interface ComparedTable {
  database: string;
  table: string;
  /** The columns that are stored, in their order. */
  columns: readonly ColumnDefinition[];
  /** The key by which the table is walked; null: none, so the rows are compared as a multiset. */
  key: UniqueKey | null;
  /** See TableDefinition. Those of the target, where rows are repaired. */
  uniqueColumns: readonly string[];
  /** Columns of the target that are not compared, for replication does not carry them. A repair keeps them. Absent: none. */
  kept?: readonly string[];
  /** Tables that inherit from it are tables of their own: their rows are left out. Absent: it has none, or they are its parts. */
  isOnly?: boolean;
  /** A sequence: its one row is the state of a generator, which no INSERT or DELETE changes. */
  isSequence: boolean;
}

/**
 * How a table is compared: the questions that its dialect asks the servers, and how it reads the answers. The same
 * statement runs on both sides, but for the rows of the source that are not carried. Questions about ranges of a key throw for a table without one.
 */
export interface TablePlan extends ComparedTable {
  digest: TableDigest;
  /** Absent: a table of rows. */
  sequence?: SequencePlan;
  /** True: the key is one integer, so its ranges can be computed. */
  isDivisible: boolean;
  /** How many rows are read with all values at once, so that memory stays bounded. */
  rowsReadAtOnce: number;
  /** A value of RowValues as people read it. */
  shown(column: ColumnDefinition, value: string | null): string | null;

  /** The key of the last of the first `rows` rows of a range; null when it has fewer. */
  boundary(range: KeyRange, rows: number): Question<KeyValues | null>;
  rowCount(range: KeyRange): Question<bigint>;
  /** Smallest and largest key of a range; null when it has no rows. For divisible keys. */
  span(range: KeyRange): Question<KeySpan | null>;
  rangeDigest(range: KeyRange): Question<RangeDigest>;
  /** The digest of each part that holds rows, by its index. For divisible keys. */
  partDigests(range: KeyRange, parts: Parts): Question<ReadonlyMap<string, RangeDigest>>;
  rowDigests(range: KeyRange): Question<RowDigests>;
  /** The values of the rows with these keys, by keyText. */
  rowValues(keys: readonly KeyValues[]): Question<ReadonlyMap<string, RowValues>>;

  /** Digests so many rows of the table, whichever they are. Answers how many there were. To see how long that takes. */
  sample(rows: number): Question<bigint>;
  /** The digests of all rows in buckets. A row always falls into the same bucket. */
  bucketDigests(): Question<Buckets>;
  /** How often each distinct row occurs in these buckets. */
  occurrences(buckets: readonly number[]): Question<Occurrences>;
  /** One row for each of these digests, with all values. */
  rowsByDigest(buckets: readonly number[], digests: readonly string[]): Question<RowOfDigest[]>;
}

/** How the states of a sequence are read and compared. */
export interface SequencePlan {
  /** null: the sequence has no row of state, which means that it is damaged. */
  state: Question<RowValues | null>;
  /** Pure: whether both give values in the same way. */
  isSame(a: RowValues, b: RowValues): boolean;
  /** Pure: whether `a` gives values next that `b` has passed. */
  isBefore(a: RowValues, b: RowValues): boolean;
  /** What to say, and what to do, where the target is before the source, and where they do not give values in the same way. */
  words: Readonly<Record<'state' | 'settings', string>>;
}

/** The digest that both sides compute. */
export interface TableDigest {
  /** Its name in results. */
  name: string;
  /** The digest of two sets of rows together, from the digest of each. */
  together(a: bigint, b: bigint): bigint;
}

/** BigInt, because a key may have 64 bits, signed or not. */
export interface KeySpan {
  smallest: bigint;
  largest: bigint;
}

/**
 * The values of one row, one for each column of the plan, as exact text: equal text means equal bytes, different text
 * different bytes. Only the dialect knows what the text looks like. null is SQL NULL.
 */
export type RowValues = readonly (string | null)[];

/** A row that was looked up by its digest. */
export interface RowOfDigest {
  digest: string;
  values: RowValues;
}

/** The dialect does not know how to compare this type. To guess could call equal what is not. */
export class UnsupportedColumn extends Error {}

/**
 * The columns of the key, in its order. Throws for a table without a key, and for a definition that lacks a column of
 * it.
 */
export function keyColumnsOf({ key, columns }: Pick<ComparedTable, 'key' | 'columns'>): ColumnDefinition[] {
  if (key === null) throw new Error('The table has no key to walk by');
  return key.columns.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw new Error(`The key names a column that the table has not: ${name}`);
    return found;
  });
}
