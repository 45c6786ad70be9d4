import { quoteTable } from '@cutover/databases/postgres';
import type { Question } from '../../../../proof/question.js';
import { emptyDigest, type RangeDigest } from '../../../comparison/range-digest.js';
import type { ComparedTable, TableDigest } from '../../../comparison/table-plan.js';
import type { KeyColumn } from '../chunks/key-column.js';

/** All that is needed to write the statements of one table on one side. */
export interface DigestPlan extends ComparedTable {
  /** See row-expression.ts. */
  row: string;
  /** The columns of the key; empty without one. */
  keyColumns: readonly KeyColumn[];
  /** The rows of the source that are compared; null: all. See CarriedPart. */
  rowsOfSource: string | null;
}

/**
 * Of a table with a key: SHA-256 over the rows in the order of an integer key, piece by piece; else over the digests of the rows, in
 * the order of these digests.
 */
export const orderedDigest: TableDigest = { name: 'SHA-256', together: (a, b) => a ^ b };

/** Of a table without a key, whose rows may be equal: the sum of 60 bits of the SHA-256 of each. */
export const summedDigest: TableDigest = { name: 'SUM(SHA-256/60)', together: (a, b) => a + b };

/** SQL of the digest of one row, 32 bytes. */
export function rowDigest({ row }: DigestPlan): string {
  return `sha256(${row})`;
}

/**
 * SQL of the digest of a set of rows; NULL for none. Each row counts with 32 bytes, however long it is, so that no set comes near
 * what one value may hold (1 GB). Ordered by these bytes: the order of no index, and of no collation, counts.
 */
export function setDigest(digest: string): string {
  return digestOf(digest, digest);
}

/** SQL of the digest of digests in this order; NULL where there are none. */
export function digestOf(digests: string, order: string): string {
  return `sha256(string_agg(${digests}, ''::bytea ORDER BY ${order}))`;
}

/** A row with more bytes than these counts with its digest, so that many long rows need no more memory than short ones. */
const mostBytesOfRow = 2_000;

/**
 * SQL of the digest of rows in the order in which they come; NULL for none. No two sequences of rows have the same bytes: those of a
 * row begin with the number of its columns (00), those of a long one's digest with ff, and each says how long it is.
 */
export function sequenceDigest(row: string): string {
  const bounded = `CASE WHEN octet_length(${row}) <= ${mostBytesOfRow} THEN ${row} ELSE '\\xff'::bytea || sha256(${row}) END`;
  return `sha256(string_agg(${bounded}, ''::bytea))`;
}

/** Number of rows and digest of those that meet `where`; columns n, digest. */
export function digestStatement(plan: DigestPlan, where: string): string {
  const rows = `SELECT ${rowDigest(plan)} AS d FROM ${fromOf(plan)}${whereOf(where)}`;
  return `SELECT count(*) AS n, encode(${setDigest('d')}, 'hex') AS digest FROM (${rows}) AS rows`;
}

/** Reads the row of a digest statement: a digest in hexadecimal. */
export function readRangeDigest(row: object | undefined): RangeDigest {
  const { n, digest } = row as { n: string; digest: string | null };
  return { rows: BigInt(n), digest: digest === null ? emptyDigest.digest : String(BigInt(`0x${digest}`)) };
}

/**
 * A statement for each side, where some rows of the source are not compared; else one for both. All rows of the target are: those that
 * left the filter were deleted there by replication.
 */
export function onSides(plan: DigestPlan, write: (plan: DigestPlan) => string): Question<unknown>['statement'] {
  if (plan.rowsOfSource === null) return write(plan);
  return { source: write(plan), target: write({ ...plan, rowsOfSource: null }) };
}

/**
 * The rows that are compared, as `r`: a column that has the name of one of ours is `r."n"` where the two could be mixed up. The
 * filter stands alone with the table, so that its columns are those of the table; the server takes both levels for one.
 */
export function fromOf(plan: DigestPlan): string {
  const { rowsOfSource } = plan;
  return rowsOfSource === null ? tableOf(plan) : `(SELECT * FROM ${nameOf(plan)} WHERE ${rowsOfSource}) AS r`;
}

/** The whole table, as `r`. */
export function tableOf(table: ComparedTable): string {
  return `${nameOf(table)} AS r`;
}

function nameOf({ database, table, isOnly }: ComparedTable): string {
  return `${isOnly === true ? 'ONLY ' : ''}${quoteTable(database, table)}`;
}

/** The WHERE clause of a condition; empty for an empty one. */
export function whereOf(where: string): string {
  return where === '' ? '' : ` WHERE ${where}`;
}
