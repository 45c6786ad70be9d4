import type { KeyRange } from '../chunks/key-range.js';

/** Rows of one part: about half of what is compared row by row. */
const rowsAPart = 500n;
/** With more parts the answer would be long, and the temporary table of the server large. */
const mostParts = 2_000n;

/** An integer range in parts of equal width: part `i` holds first + i*width … first + (i+1)*width - 1. */
export interface Parts {
  first: bigint;
  last: bigint;
  width: bigint;
}

/** Pure: divides a range into parts of about {@link rowsAPart} rows, if the rows are spread evenly. */
export function evenParts(first: bigint, last: bigint, rows: bigint): Parts {
  const span = last - first + 1n;
  const wanted = minOf(maxOf(rows / rowsAPart, 2n), mostParts);
  const width = maxOf((span + wanted - 1n) / wanted, 1n);
  return { first, last, width };
}

/** The range of one part. The first and last part do not reach beyond the range that was divided. */
export function partRange({ first, last, width }: Parts, index: bigint): KeyRange {
  const from = first + index * width;
  return { after: [String(from - 1n)], upTo: [String(minOf(from + width - 1n, last))] };
}

function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
