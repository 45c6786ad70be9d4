import { quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import { emptyDigest, type RangeDigest } from '../../../comparison/range-digest.js';
import type { ComparedTable } from '../../../comparison/table-plan.js';
import type { DigestMethod } from './digest-method.js';

/** All that is needed to write the statements of one table. The same text runs on both sides. */
export interface DigestPlan extends ComparedTable {
  method: DigestMethod;
  /** See row-expression.ts. */
  row: string;
}

/** The row that a digest statement answers. */
export interface RangeDigestRow {
  n: string | number;
  digest: string | null;
}

/** Digest of the rows that meet `where`; SQL of our own, empty for the whole table. */
export function digestStatement(plan: DigestPlan, where: string): string {
  return `SELECT COUNT(*) AS n, CAST(${plan.method.many(plan.row)} AS CHAR) AS digest FROM ${fromOf(plan)}${whereOf(where)}`;
}

/** Reads the row of a digest statement. */
export function readRangeDigest(row: object | undefined): RangeDigest {
  const { n, digest } = row as RangeDigestRow;
  return { rows: BigInt(n), digest: digest ?? emptyDigest.digest };
}

/** The table, with a hint for its key: where a range is most of the table the optimizer would choose another index. */
export function fromOf(plan: Pick<ComparedTable, 'database' | 'table' | 'key'>): string {
  const name = quoteTable(plan.database, plan.table);
  return plan.key === null ? name : `${name} FORCE INDEX (${quoteIdentifier(plan.key.index)})`;
}

/** The WHERE clause of a condition; empty for an empty one. */
export function whereOf(where: string): string {
  return where === '' ? '' : ` WHERE ${where}`;
}
