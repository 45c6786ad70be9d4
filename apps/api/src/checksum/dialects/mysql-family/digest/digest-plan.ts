import { quoteIdentifier, quoteTable } from '../../../../connections/quote-identifier.js';
import type { ColumnDefinition, UniqueKey } from '../../../../tables/definition/table-definition.js';
import type { DigestMethod } from './digest-method.js';

/** All that is needed to write the statements of one table; the same text runs on both sides. */
export interface DigestPlan {
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
  method: DigestMethod;
  /** See row-expression.ts. */
  row: string;
}

/** Number of rows and digest of a set of rows, on one side. */
export interface RangeDigest {
  rows: bigint;
  /** Decimal text; '0' of no rows. */
  digest: string;
}

/** What a digest statement answers. */
export interface RangeDigestRow {
  n: string | number;
  digest: string | null;
}

/** `where` is SQL made by us; empty means the whole table. */
export function digestStatement(plan: DigestPlan, where: string): string {
  return `SELECT COUNT(*) AS n, CAST(${plan.method.many(plan.row)} AS CHAR) AS digest FROM ${fromOf(plan)}${whereOf(where)}`;
}

export function readRangeDigest(row: object | undefined): RangeDigest {
  const { n, digest } = row as RangeDigestRow;
  return { rows: BigInt(n), digest: digest ?? '0' };
}

export function isSameDigest(a: RangeDigest, b: RangeDigest): boolean {
  return a.rows === b.rows && a.digest === b.digest;
}

/** The table, walked by its key: for a range that is most of the table the optimizer would choose another index. */
export function fromOf(plan: DigestPlan): string {
  const name = quoteTable(plan.database, plan.table);
  return plan.key === null ? name : `${name} FORCE INDEX (${quoteIdentifier(plan.key.index)})`;
}

export function whereOf(where: string): string {
  return where === '' ? '' : ` WHERE ${where}`;
}
