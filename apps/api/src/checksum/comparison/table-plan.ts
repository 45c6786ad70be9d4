import type { Question } from '../../proof/question.js';
import type { ColumnDefinition, UniqueKey } from '../../tables/definition/table-definition.js';
import type { KeyRange, KeyValues } from './chunks/key-range.js';
import type { Buckets, Occurrences } from './drill-down/multisets.js';
import type { RowDigests } from './drill-down/row-comparison.js';
import type { Parts } from './drill-down/split-range.js';
import type { RangeDigest } from './range-digest.js';

/** What is compared of a table: the same on both sides. */
export interface ComparedTable {
  database: string;
  table: string;
  /** Columns that hold bytes, in order. */
  columns: readonly ColumnDefinition[];
  /** null: the table is compared as a multiset. */
  key: UniqueKey | null;
  /** See TableDefinition; of the target, where rows are repaired. */
  uniqueColumns: readonly string[];
  /** Its one row is the state of a generator, which no INSERT or DELETE changes. */
  isSequence: boolean;
}

/**
 * How a table is compared: what its dialect asks the servers about it, and how the answers are read. The same statement runs
 * on both sides. Those about ranges of a key throw for a table without one.
 */
export interface TablePlan extends ComparedTable {
  digest: TableDigest;
  /** The key is one integer, so that ranges of it can be computed. */
  isDivisible: boolean;
  /** Rows that are read whole at once, so that memory stays bounded. */
  rowsReadAtOnce: number;
  /** A value of RowValues as people read it. */
  shown(column: ColumnDefinition, value: string | null): string | null;

  /** The key that ends the first `rows` rows of a range; null when it has not so many. */
  boundary(range: KeyRange, rows: number): Question<KeyValues | null>;
  rowCount(range: KeyRange): Question<bigint>;
  /** Smallest and largest value of a divisible key; null of no rows. */
  span(range: KeyRange): Question<KeySpan | null>;
  rangeDigest(range: KeyRange): Question<RangeDigest>;
  /** Digest of each part that holds rows, by its index; of a divisible key. */
  partDigests(range: KeyRange, parts: Parts): Question<ReadonlyMap<string, RangeDigest>>;
  rowDigests(range: KeyRange): Question<RowDigests>;
  /** Values of the rows with these keys, by keyText. */
  rowValues(keys: readonly KeyValues[]): Question<ReadonlyMap<string, RowValues>>;

  /** Digests of all rows of the table, in buckets that a row always falls to. */
  bucketDigests(): Question<Buckets>;
  /** How often each different row stands in these buckets. */
  occurrences(buckets: readonly number[]): Question<Occurrences>;
  /** One row for each of these row digests, whole. */
  rowsByDigest(buckets: readonly number[], digests: readonly string[]): Question<RowOfDigest[]>;
}

/** The digest that both sides compute. */
export interface TableDigest {
  /** As results show it. */
  name: string;
  /** Digest of two sets of rows together, from those of each. */
  together(a: bigint, b: bigint): bigint;
}

/** 64 bits, signed or not, hence BigInt. */
export interface KeySpan {
  smallest: bigint;
  largest: bigint;
}

/**
 * Values of one row, one for each column of the plan, exact and comparable as text: equal text is the same bytes, different
 * text is different bytes. What the text looks like is the dialect's own. null is SQL NULL.
 */
export type RowValues = readonly (string | null)[];

/** A row that was looked up by its digest. */
export interface RowOfDigest {
  digest: string;
  values: RowValues;
}

/** A type that a dialect does not know how to compare; to compare it by guess could call equal what is not. */
export class UnsupportedColumn extends Error {}

/** Columns of the key, in key order. Throws for a table without one, or whose definition lacks a column of it. */
export function keyColumnsOf({ key, columns }: Pick<ComparedTable, 'key' | 'columns'>): ColumnDefinition[] {
  if (key === null) throw new Error('The table has no key to walk by');
  return key.columns.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw new Error(`The key names a column that the table has not: ${name}`);
    return found;
  });
}
