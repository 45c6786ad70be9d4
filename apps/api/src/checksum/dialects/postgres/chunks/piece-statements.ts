import { quoteIdentifier } from '@cutover/databases/postgres';
import type { KeyRange, KeyValues } from '../../../comparison/chunks/key-range.js';
import type { Parts } from '../../../comparison/drill-down/split-range.js';
import {
  digestOf,
  fromOf,
  rowDigest,
  sequenceDigest,
  setDigest,
  whereOf,
  type DigestPlan,
} from '../digest/digest-plan.js';
import { rangeCondition } from './range-condition.js';

/*
 * Ranges of an integer key, read in pieces: one statement goes through pieces of equal width, in the order of the index, and takes one
 * digest for each. That costs less than half of a digest for each row and a sort of these (README.md). A piece has at most as
 * many rows as values, for the key is unique, so the server never holds more than one piece in memory.
 */

/** Values of the key in a piece. With fewer, each piece costs more to find; with more, the bytes of one leave the processor's cache. */
const pieceWidth = 1_024n;
/** With more pieces than these the keys lie so far apart that most of them are empty. */
const mostPieces = 16_384n;
const largestKey = 2n ** 63n - 1n;

/** Values of the key greater than `after` and not greater than `upTo`, but for some, in pieces of `width`. */
interface Stretch {
  after: bigint;
  upTo: bigint;
  width: bigint;
  without: readonly KeyValues[];
}

/** Digest of one range, columns n, digest; null where it is not read in pieces: it has no beginning, or is far too wide. */
export function rangeInPiecesStatement(plan: DigestPlan, { after, upTo, without = [] }: KeyRange): string | null {
  if (!hasIntegerKey(plan) || after === null) return null;
  const from = BigInt(after[0] ?? '');
  const stretch = {
    ...{ after: from, width: pieceWidth, without },
    upTo: upTo === null ? from + mostPieces * pieceWidth : BigInt(upTo[0] ?? ''),
  };
  if (!isFit(stretch)) return null;
  const all = upTo === null ? openEnd(plan, stretch) : pieces(plan, stretch, literal(stretch.upTo));
  return `SELECT sum(n) AS n, encode(${digestOf('d', 'after')}, 'hex') AS digest FROM (${all}) AS pieces`;
}

/** Number of rows and digest of each part that holds rows, columns part, n, digest; null where a part is too wide for a piece. */
export function partsInPiecesStatement(
  plan: DigestPlan,
  { without = [] }: KeyRange,
  { first, last, width }: Parts,
): string | null {
  const stretch = { after: first - 1n, upTo: last, width, without };
  if (!hasIntegerKey(plan) || width > pieceWidth || !isFit(stretch)) return null;
  const part = `((after - ${literal(stretch.after)}) / ${width})::text`;
  const all = pieces(plan, stretch, literal(last));
  return `SELECT ${part} AS part, n, encode(d, 'hex') AS digest FROM (${all}) AS pieces WHERE n > 0`;
}

function hasIntegerKey({ keyColumns }: DigestPlan): boolean {
  return keyColumns.length === 1 && keyColumns[0]?.isInteger === true;
}

/** Not empty, not too wide, and nothing that is computed of its ends leaves 64 bits. */
function isFit({ after, upTo, width }: Stretch): boolean {
  return upTo > after && upTo - after <= mostPieces * width && after >= -largestKey && upTo <= largestKey - width;
}

/** The pieces up to `end`, a SQL expression that is not beyond the stretch; columns after, n, d. */
function pieces(plan: DigestPlan, { after, upTo, width, without }: Stretch, end: string): string {
  const key = keyOf(plan);
  const where = whereAll(
    `${key} > p.after`,
    `${key} <= least(p.after + ${width}, ${literal(upTo)})`,
    rangeCondition(plan.keyColumns, { after: null, upTo: null, without }),
  );
  // The order of the rows is that of the inner SELECT: an aggregate reads them as they come.
  const rows = `SELECT ${plan.row} AS d FROM ${fromOf(plan)}${where} ORDER BY ${key}`;
  const piece = `SELECT count(*) AS n, ${sequenceDigest('d')} AS d FROM (${rows}) AS rows`;
  const series = `generate_series(${literal(after)}, ${end} - 1, ${width}) AS p(after)`;
  return `SELECT p.after, piece.n, piece.d FROM ${series} CROSS JOIN LATERAL (${piece}) AS piece`;
}

/** Pieces up to the last row; what lies far behind them is one more. */
function openEnd(plan: DigestPlan, stretch: Stretch): string {
  const { after, upTo, without } = stretch;
  const key = keyOf(plan);
  const near = whereAll(`${key} > ${literal(after)}`, `${key} <= ${literal(upTo)}`);
  // NULL without rows, and then there are no pieces.
  const last = `(SELECT max(${key})::int8 FROM ${fromOf(plan)}${near})`;
  const far = whereAll(
    `${key} > ${literal(upTo)}`,
    rangeCondition(plan.keyColumns, { after: null, upTo: null, without }),
  );
  return (
    `${pieces(plan, stretch, last)} UNION ALL SELECT ${literal(upTo)}, count(*), ${setDigest('d')} ` +
    `FROM (SELECT ${rowDigest(plan)} AS d FROM ${fromOf(plan)}${far}) AS rows`
  );
}

/** The key, of the table and not of what stands around it. */
function keyOf({ keyColumns }: DigestPlan): string {
  return `r.${quoteIdentifier(keyColumns[0]?.name ?? '')}`;
}

function whereAll(...conditions: readonly string[]): string {
  return whereOf(conditions.filter((condition) => condition !== '').join(' AND '));
}

/** In parentheses, because a cast would come before a minus. */
function literal(value: bigint): string {
  return `('${value}'::int8)`;
}
