import { keyText } from '../../comparison/chunks/key-range.js';
import { rowDigests } from '../../comparison/drill-down/row-comparison.js';
import type { RangeDigest } from '../../comparison/range-digest.js';
import type { TablePlan } from '../../comparison/table-plan.js';
import {
  boundaryStatement,
  countStatement,
  partDigestsStatement,
  rangeDigestStatement,
  rowDigestsStatement,
  spanStatement,
  type SpanRow,
} from './chunks/chunk-statements.js';
import { readKey } from './chunks/key-column.js';
import { onSides, orderedDigest, readRangeDigest, summedDigest, type DigestPlan } from './digest/digest-plan.js';
import {
  bucketStatement,
  occurrencesStatement,
  rowsByDigestStatement,
  sampleStatement,
} from './rows/multiset-statements.js';
import { readValues, rowsReadAtOnce, valuesStatement } from './rows/row-values.js';
import { shownValue } from './rows/shown-value.js';

/** The statements of one table, each with how its rows are read. */
export function tablePlan(plan: DigestPlan): TablePlan & DigestPlan {
  const { keyColumns, columns } = plan;
  const keyOf = (row: object): string[] => readKey(row, keyColumns);
  return {
    ...plan,
    digest: plan.key === null ? summedDigest : orderedDigest,
    isDivisible: keyColumns.length === 1 && keyColumns[0]?.isInteger === true,
    rowsReadAtOnce,
    shown: shownValue,
    boundary: (range, rows) => ({
      statement: onSides(plan, (side) => boundaryStatement(side, range, rows)),
      read: ([row]) => (row === undefined ? null : keyOf(row)),
    }),
    rowCount: (range) => ({
      statement: onSides(plan, (side) => countStatement(side, range)),
      read: ([row]) => countOf(row),
    }),
    // Of all rows: its ends are found in the index at once, and a wider span leaves out no row.
    span: (range) => ({
      statement: spanStatement({ ...plan, rowsOfSource: null }, range),
      read: ([row]) => readSpan(row as SpanRow | undefined),
    }),
    rangeDigest: (range) => ({
      statement: onSides(plan, (side) => rangeDigestStatement(side, range)),
      read: ([row]) => readRangeDigest(row),
    }),
    partDigests: (range, parts) => ({
      statement: onSides(plan, (side) => partDigestsStatement(side, range, parts)),
      read: (rows) => new Map(rows.map((row) => [partOf(row), readRangeDigest(row)])),
    }),
    rowDigests: (range) => ({
      statement: onSides(plan, (side) => rowDigestsStatement(side, range)),
      read: (rows) => rowDigests(rows.map((row) => ({ key: keyOf(row), digest: digestOf(row) }))),
    }),
    rowValues: (keys) => ({
      statement: onSides(plan, (side) => valuesStatement(side, keys)),
      read: (rows) => new Map(rows.map((row) => [keyText(keyOf(row)), readValues(row, columns)])),
    }),
    sample: (rows) => ({
      statement: onSides(plan, (side) => sampleStatement(side, rows)),
      read: ([row]) => countOf(row),
    }),
    bucketDigests: () => ({
      statement: onSides(plan, (side) => bucketStatement(side)),
      read: (rows) => new Map(rows.map((row) => [Number(partOf(row)), readSum(row)])),
    }),
    occurrences: (buckets) => ({
      statement: onSides(plan, (side) => occurrencesStatement(side, buckets)),
      read: (rows) => new Map(rows.map((row) => [digestOf(row), countOf(row)])),
    }),
    rowsByDigest: (buckets, digests) => ({
      statement: onSides(plan, (side) => rowsByDigestStatement(side, buckets, digests)),
      read: (rows) => rows.map((row) => ({ digest: digestOf(row), values: readValues(row, columns) })),
    }),
  };
}

function readSpan(row: SpanRow | undefined): { smallest: bigint; largest: bigint } | null {
  if (row === undefined || row.smallest === null || row.largest === null) return null;
  return { smallest: BigInt(row.smallest), largest: BigInt(row.largest) };
}

function readSum(row: object): RangeDigest {
  return { rows: countOf(row), digest: digestOf(row) };
}

function countOf(row: object | undefined): bigint {
  return BigInt((row as { n: string } | undefined)?.n ?? 0);
}

function partOf(row: object): string {
  return String((row as { part: unknown }).part);
}

function digestOf(row: object): string {
  return String((row as { digest: unknown }).digest);
}
