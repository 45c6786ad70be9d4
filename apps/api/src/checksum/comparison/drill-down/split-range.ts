import { quoteIdentifier } from '../../../connections/quote-identifier.js';
import { digestStatement, fromOf, whereOf, type DigestPlan } from '../../dialects/mysql-family/digest/digest-plan.js';
import { keyColumnsOf } from '../../dialects/mysql-family/chunks/chunk-statements.js';
import { rangeCondition, type KeyRange } from '../chunks/key-range.js';

/** Rows of a part that is worth one look: about half of what is then compared row by row. */
const rowsAPart = 500n;
/** More parts would make the answer long, and the temporary table of the server large. */
const mostParts = 2_000n;

/** An even division of an integer range: part `i` holds first + i*width … first + (i+1)*width - 1. */
export interface Parts {
  first: bigint;
  last: bigint;
  width: bigint;
}

/** Pure: parts of about {@link rowsAPart} rows, if the rows are spread evenly. */
export function evenParts(first: bigint, last: bigint, rows: bigint): Parts {
  const span = last - first + 1n;
  const wanted = minOf(maxOf(rows / rowsAPart, 2n), mostParts);
  const width = maxOf((span + wanted - 1n) / wanted, 1n);
  return { first, last, width };
}

/** The range of one part. The first and last stay within the range that was divided. */
export function partRange({ first, last, width }: Parts, index: bigint): KeyRange {
  const from = first + index * width;
  return { after: [String(from - 1n)], upTo: [String(minOf(from + width - 1n, last))] };
}

/** Rows and digest of each part that holds rows; columns part, n, digest. One scan for all of them. */
export function partDigestsStatement(plan: DigestPlan, range: KeyRange, { first, width }: Parts): string {
  const columns = keyColumnsOf(plan);
  const name = quoteIdentifier(columns[0]?.name ?? '');
  // As DECIMAL: the difference of two signed 64-bit numbers need not be one.
  const part = `((CAST(${name} AS DECIMAL(20)) - ${first}) DIV ${width})`;
  const where = rangeCondition(columns, range);
  return (
    `SELECT CAST(${part} AS CHAR) AS part, COUNT(*) AS n, CAST(${plan.method.many(plan.row)} AS CHAR) AS digest ` +
    `FROM ${fromOf(plan)}${whereOf(where)} GROUP BY 1`
  );
}

/** Digest of one range; the counterpart of partDigestsStatement for keys that cannot be divided. */
export function rangeDigestStatement(plan: DigestPlan, range: KeyRange): string {
  return digestStatement(plan, rangeCondition(keyColumnsOf(plan), range));
}

function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
