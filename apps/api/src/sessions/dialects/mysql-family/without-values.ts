import { hideValues } from '../../hide-values.js';

/**
 * Quoted names (kept); texts, to the end where the statement was cut within one; comments; numbers. A backslash is a character like
 * any other under NO_BACKSLASH_ESCAPES, which the statement does not tell: a text with one before a quote may end there or later, and
 * all that follows is hidden.
 */
const parts =
  /(?<name>`(?:[^`]|``)*(?:`|$))|'(?:''|\\(?!')|[^'\\])*(?:'|\\'[\s\S]*|$)|"(?:""|\\(?!")|[^"\\])*(?:"|\\"[\s\S]*|$)|(?<comment>\/\*[\s\S]*?(?:\*\/|$)|--\s[^\n]*|#[^\n]*)|\b0x[0-9a-f]+\b|\b\d+(?:\.\d*)?(?:e[+-]?\d+)?\b/gi;

/** Pure: a statement of MariaDB or MySQL without its values. */
export function withoutValues(statement: string): string {
  return hideValues(statement, parts);
}
