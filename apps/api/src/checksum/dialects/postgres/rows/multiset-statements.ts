import { fromOf, rowDigest, type DigestPlan } from '../digest/digest-plan.js';
import { valueSelections } from './row-values.js';

/** How many buckets a table without a key is divided into. */
const buckets = 1_024;

/**
 * SQL of 60 bits of a row's digest in hexadecimal, `h`: they are summed, because equal rows occur. They come from another part of the
 * digest than the bucket.
 */
const part = `('x' || left(h, 15))::bit(60)::int8`;
const bucket = `('x' || right(h, 3))::bit(12)::int4 % ${buckets}`;

const rowsOf = (plan: DigestPlan, more = ''): string =>
  `(SELECT encode(${rowDigest(plan)}, 'hex') AS h FROM ${fromOf(plan)}${more}) AS rows`;

/** Number of rows and digest of the first rows that the server comes upon; columns n, digest. */
export function sampleStatement(plan: DigestPlan, rows: number): string {
  return `SELECT count(*) AS n, sum(${part})::text AS digest FROM ${rowsOf(plan, ` LIMIT ${Math.trunc(rows)}`)}`;
}

/** Number of rows and digest of each bucket, in one scan; columns part, n, digest. */
export function bucketStatement(plan: DigestPlan): string {
  return `SELECT ${bucket} AS part, count(*) AS n, sum(${part})::text AS digest FROM ${rowsOf(plan)} GROUP BY 1`;
}

/** Counts equal rows: one line for each distinct row digest in these buckets; columns digest, n. */
export function occurrencesStatement(plan: DigestPlan, wanted: readonly number[]): string {
  return `SELECT h AS digest, count(*) AS n FROM ${rowsOf(plan)} WHERE ${bucket} IN (${listed(wanted)}) GROUP BY h`;
}

/** One row for each of these digests, with all values; columns digest, v0, v1, … */
export function rowsByDigestStatement(plan: DigestPlan, _: readonly number[], digests: readonly string[]): string {
  const named = digests.map(digestLiteral).join(', ');
  const digest = `encode(${rowDigest(plan)}, 'hex')`;
  return (
    `SELECT DISTINCT ON (digest) * FROM (SELECT ${digest} AS digest, ${valueSelections(plan.columns)} ` +
    `FROM ${fromOf(plan)} WHERE ${digest} IN (${named})) AS rows ORDER BY digest`
  );
}

function listed(numbers: readonly number[]): string {
  return numbers.map((number) => String(Math.trunc(number))).join(', ');
}

function digestLiteral(digest: string): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error('Not a row digest');
  return `'${digest}'`;
}
