/** Longer statements are cut: they tell who and what, not all. */
const longest = 160;

/**
 * Quoted names (kept); texts, to the end where the statement was cut within one; comments; numbers. A backslash is a character like
 * any other under NO_BACKSLASH_ESCAPES, which the statement does not tell: a text with one before a quote may end there or later, and
 * all that follows is hidden.
 */
const parts =
  /(`(?:[^`]|``)*(?:`|$))|'(?:''|\\(?!')|[^'\\])*(?:'|\\'[\s\S]*|$)|"(?:""|\\(?!")|[^"\\])*(?:"|\\"[\s\S]*|$)|(\/\*[\s\S]*?(?:\*\/|$)|--\s[^\n]*|#[^\n]*)|\b0x[0-9a-f]+\b|\b\d+(?:\.\d*)?(?:e[+-]?\d+)?\b/gi;

/**
 * Pure: a statement with `?` in place of every value, so that neither a page nor an alert shows what stands in rows or what a
 * password is. Lists of values are one `?`; comments are left out.
 */
export function withoutValues(statement: string): string {
  const bare = statement
    .replaceAll(parts, (_, name: string | undefined, comment: string | undefined) =>
      name !== undefined ? name : comment !== undefined ? ' ' : '?',
    )
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\?(?: ?, ?\?)+/g, '?')
    .replaceAll(/\( ?\? ?\)(?: ?, ?\( ?\? ?\))+/g, '(?)')
    .trim();
  return bare.length > longest ? `${bare.slice(0, longest)}…` : bare;
}
