/**
 * The values of the columns of a key, as exact text that the dialect can put back into a statement. Integers are
 * digits.
 */
export type KeyValues = readonly string[];

/**
 * The rows whose key is greater than `after` and not greater than `upTo`. null: no limit, so that rows beyond the last
 * key of the other side are seen.
 */
export interface KeyRange {
  after: KeyValues | null;
  upTo: KeyValues | null;
  /** Rows with these keys are left out: see RowsApart. Used in statements, and never stored. */
  without?: readonly KeyValues[];
}

/** The whole table. */
export const wholeRange: KeyRange = { after: null, upTo: null };

/** A text that stands for a key in a map. No value holds the character NUL, which joins them. */
export function keyText(key: KeyValues): string {
  return key.join('\0');
}

/** Pure: whether both are the same key; null is the open end of a range. */
export function isSameKey(a: KeyValues | null, b: KeyValues | null): boolean {
  return a === null || b === null ? a === b : keyText(a) === keyText(b);
}
