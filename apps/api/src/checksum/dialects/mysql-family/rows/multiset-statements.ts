import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { fromOf, type DigestPlan } from '../digest/digest-plan.js';
import { valueSelections } from './row-values.js';

// GROUP BY 1, because a column of the table may have the name of ours, and would be grouped by.

/** Number of rows and digest of the first rows that the server comes upon; columns n, digest. */
export function sampleStatement(plan: DigestPlan, rows: number): string {
  const columns = plan.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return (
    `SELECT COUNT(*) AS n, CAST(${plan.method.many(plan.row)} AS CHAR) AS digest ` +
    `FROM (SELECT ${columns} FROM ${fromOf(plan)} LIMIT ${Math.trunc(rows)}) AS sample`
  );
}

/** Number of rows and digest of each of 1,024 buckets, in one scan; columns part, n, digest. */
export function bucketStatement(plan: DigestPlan): string {
  return (
    `SELECT ${plan.method.bucket(plan.row)} AS part, COUNT(*) AS n, CAST(${plan.method.many(plan.row)} AS CHAR) AS digest ` +
    `FROM ${fromOf(plan)} GROUP BY 1`
  );
}

/** Counts equal rows: one line for each distinct row digest in these buckets; columns digest, n. */
export function occurrencesStatement(plan: DigestPlan, buckets: readonly number[]): string {
  return (
    `SELECT ${plan.method.one(plan.row)} AS digest, COUNT(*) AS n FROM ${fromOf(plan)} ` +
    `WHERE ${bucketCondition(plan, buckets)} GROUP BY 1`
  );
}

/**
 * One row for each of these digests, with all values. The bucket is checked first: it is cheaper, and rules out most
 * rows.
 */
export function rowsByDigestStatement(
  plan: DigestPlan,
  buckets: readonly number[],
  digests: readonly string[],
): string {
  const wanted = digests.map(digestLiteral).join(', ');
  return (
    `SELECT ${plan.method.one(plan.row)} AS digest, ${valueSelections(plan.columns)} FROM ${fromOf(plan)} ` +
    `WHERE ${bucketCondition(plan, buckets)} AND ${plan.method.one(plan.row)} IN (${wanted}) GROUP BY 1`
  );
}

function bucketCondition(plan: DigestPlan, buckets: readonly number[]): string {
  return `${plan.method.bucket(plan.row)} IN (${buckets.map((bucket) => String(Math.trunc(bucket))).join(', ')})`;
}

function digestLiteral(digest: string): string {
  if (!/^[0-9a-f-]+$/.test(digest)) throw new Error('Not a row digest');
  return `'${digest}'`;
}
