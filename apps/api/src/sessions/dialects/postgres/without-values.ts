import { hideValues } from '../../hide-values.js';

/**
 * Quoted names and parameters ($1), which are kept; texts, to the end where the statement was cut within one; texts between dollars;
 * comments; numbers. Whether a backslash before a quote ends a text standard_conforming_strings and a letter E say: all that follows
 * is hidden. So is what follows a comment within a comment.
 */
const parts =
  /(?<name>"(?:[^"]|"")*(?:"|$)|\$\d+\b)|(?:\b[EBXN]|\bU&)?'(?:''|\\(?!')|[^'\\])*(?:'|\\'[\s\S]*|$)|(?<![\w$])\$(?<tag>(?:[^\W\d]\w*)?)\$[\s\S]*?(?:\$\k<tag>\$|$)|(?<comment>\/\*(?:(?!\/\*|\*\/)[\s\S])*(?:\*\/|\/\*[\s\S]*|$)|--[^\n]*)|(?<![\w$])(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\b/gi;

/** Pure: a statement of PostgreSQL without its values. */
export function withoutValues(statement: string): string {
  return hideValues(statement, parts);
}
