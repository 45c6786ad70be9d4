// The tables of docs/compatibility.md, one for each engine, between marks.
import { readFileSync, writeFileSync } from 'node:fs';

/** A table in Markdown. */
export function markdownTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Replaces the table of one engine, and leaves the others. */
export function writeTable(file, engine, table) {
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), engine, table));
}

/** Pure: the text with this table between the marks of this engine. Throws where the text has no such marks. */
export function withTable(text, engine, table) {
  const [begin, end] = ['begin', 'end'].map((word) => `<!-- ${word} of the table: ${engine} -->`);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/compatibility.md has no "${begin}" with "${end}" after it`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
}
