/** The values of a key's columns, each as exact text that its dialect can put into a statement again. Integers are digits. */
export type KeyValues = readonly string[];

/** Rows after one key and up to another, that one included. null: open, so that rows beyond the other side's last are seen. */
export interface KeyRange {
  after: KeyValues | null;
  upTo: KeyValues | null;
  /** Rows with these keys are left out: see RowsApart. Part of a question, never of what is stored. */
  without?: readonly KeyValues[];
}

/** The whole table. */
export const wholeRange: KeyRange = { after: null, upTo: null };

/** One text for a key, to look it up by. No value holds NUL. */
export function keyText(key: KeyValues): string {
  return key.join('\0');
}
