import { quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import type { KeyRange } from '../../../comparison/chunks/key-range.js';
import type { Parts } from '../../../comparison/drill-down/split-range.js';
import { keyColumnsOf } from '../../../comparison/table-plan.js';
import { digestStatement, fromOf, whereOf, type DigestPlan } from '../digest/digest-plan.js';
import { keySelection, keySelections } from './key-column.js';
import { keyOrder, rangeCondition } from './range-condition.js';

/** The key of the last of the first `rows` rows of a range. It walks the index: 0.2 s for a million rows. */
export function boundaryStatement(plan: DigestPlan, range: KeyRange, rows: number): string {
  const columns = keyColumnsOf(plan);
  return (
    `SELECT ${keySelections(columns)} FROM ${fromOf(plan)}${whereOf(rangeCondition(columns, range))} ` +
    `ORDER BY ${keyOrder(columns, quoteTable(plan.database, plan.table))} LIMIT 1 OFFSET ${Math.max(0, Math.trunc(rows) - 1)}`
  );
}

/** Number of rows of a range; column n. */
export function countStatement(plan: DigestPlan, range: KeyRange): string {
  return `SELECT COUNT(*) AS n FROM ${fromOf(plan)}${whereOf(rangeCondition(keyColumnsOf(plan), range))}`;
}

/** Smallest and largest integer key of a range, as text; NULL when it has no rows. */
export function spanStatement(plan: DigestPlan, range: KeyRange): string {
  const columns = keyColumnsOf(plan);
  const name = quoteIdentifier(columns[0]?.name ?? '');
  return (
    `SELECT CAST(MIN(${name}) AS CHAR) AS smallest, CAST(MAX(${name}) AS CHAR) AS largest ` +
    `FROM ${fromOf(plan)}${whereOf(rangeCondition(columns, range))}`
  );
}

/** The row that spanStatement answers. */
export interface SpanRow {
  smallest: string | null;
  largest: string | null;
}

/** Key and digest of each row of a range. */
export function rowDigestsStatement(plan: DigestPlan, range: KeyRange): string {
  const columns = keyColumnsOf(plan);
  return (
    `SELECT ${columns.map((column, index) => `${keySelection(column)} AS k${index}`).join(', ')}, ` +
    `${plan.method.one(plan.row)} AS digest FROM ${fromOf(plan)}${whereOf(rangeCondition(columns, range))}`
  );
}

/** Number of rows and digest of each part that holds rows, in one scan; columns part, n, digest. */
export function partDigestsStatement(plan: DigestPlan, range: KeyRange, { first, width }: Parts): string {
  const columns = keyColumnsOf(plan);
  const name = quoteIdentifier(columns[0]?.name ?? '');
  // DECIMAL, because the difference of two signed 64-bit numbers may need more than 64 bits.
  const part = `((CAST(${name} AS DECIMAL(20)) - ${first}) DIV ${width})`;
  const where = rangeCondition(columns, range);
  return (
    `SELECT CAST(${part} AS CHAR) AS part, COUNT(*) AS n, CAST(${plan.method.many(plan.row)} AS CHAR) AS digest ` +
    `FROM ${fromOf(plan)}${whereOf(where)} GROUP BY 1`
  );
}

/** Digest of one range. For keys whose ranges cannot be computed. */
export function rangeDigestStatement(plan: DigestPlan, range: KeyRange): string {
  return digestStatement(plan, rangeCondition(keyColumnsOf(plan), range));
}
