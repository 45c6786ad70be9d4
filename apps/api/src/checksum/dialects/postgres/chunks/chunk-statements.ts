import { quoteIdentifier } from '@cutover/databases/postgres';
import type { KeyRange } from '../../../comparison/chunks/key-range.js';
import type { Parts } from '../../../comparison/drill-down/split-range.js';
import { digestStatement, fromOf, rowDigest, setDigest, whereOf, type DigestPlan } from '../digest/digest-plan.js';
import { keySelections } from './key-column.js';
import { partsInPiecesStatement, rangeInPiecesStatement } from './piece-statements.js';
import { keyOrder, rangeCondition } from './range-condition.js';

const where = (plan: DigestPlan, range: KeyRange): string => whereOf(rangeCondition(plan.keyColumns, range));

/** The key of the last of the first `rows` rows of a range. */
export function boundaryStatement(plan: DigestPlan, range: KeyRange, rows: number): string {
  return (
    `SELECT ${keySelections(plan.keyColumns)} FROM ${fromOf(plan)}${where(plan, range)} ` +
    `ORDER BY ${keyOrder(plan.keyColumns)} LIMIT 1 OFFSET ${Math.max(0, Math.trunc(rows) - 1)}`
  );
}

/** Number of rows of a range; column n. */
export function countStatement(plan: DigestPlan, range: KeyRange): string {
  return `SELECT count(*) AS n FROM ${fromOf(plan)}${where(plan, range)}`;
}

/** Smallest and largest integer key of a range, as text; NULL when it has no rows. */
export function spanStatement(plan: DigestPlan, range: KeyRange): string {
  const name = quoteIdentifier(plan.keyColumns[0]?.name ?? '');
  return `SELECT min(${name})::text AS smallest, max(${name})::text AS largest FROM ${fromOf(plan)}${where(plan, range)}`;
}

/** The row that spanStatement answers. */
export interface SpanRow {
  smallest: string | null;
  largest: string | null;
}

/** Key and digest of each row of a range. */
export function rowDigestsStatement(plan: DigestPlan, range: KeyRange): string {
  return (
    `SELECT ${keySelections(plan.keyColumns)}, encode(${rowDigest(plan)}, 'hex') AS digest ` +
    `FROM ${fromOf(plan)}${where(plan, range)}`
  );
}

/** Number of rows and digest of each part that holds rows, in one scan; columns part, n, digest. */
export function partDigestsStatement(plan: DigestPlan, range: KeyRange, parts: Parts): string {
  return partsInPiecesStatement(plan, range, parts) ?? partsByRowStatement(plan, range, parts);
}

function partsByRowStatement(plan: DigestPlan, range: KeyRange, { first, width }: Parts): string {
  const name = quoteIdentifier(plan.keyColumns[0]?.name ?? '');
  // numeric, because the difference of two 64-bit numbers may need more than 64 bits.
  const part = `div(${name}::numeric - ${first}, ${width})::text`;
  const rows = `SELECT ${part} AS part, ${rowDigest(plan)} AS d FROM ${fromOf(plan)}${where(plan, range)}`;
  return `SELECT part, count(*) AS n, encode(${setDigest('d')}, 'hex') AS digest FROM (${rows}) AS rows GROUP BY part`;
}

/** Digest of one range. */
export function rangeDigestStatement(plan: DigestPlan, range: KeyRange): string {
  return rangeInPiecesStatement(plan, range) ?? digestStatement(plan, rangeCondition(plan.keyColumns, range));
}
