// The tables of docs/compatibility.md, one for each engine, between marks.
import { readFileSync, writeFileSync } from 'node:fs';

/** A table in Markdown. */
export function markdownTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * The table of an engine in Markdown: `rows`, each of which begins with its pair, and under `skippedTitle` the names of the
 * tests that each pair skipped (`skipped`: pair and names).
 */
export function tableText({ head, rows, skippedTitle, skipped }) {
  const lines = skipped
    .filter(([, names]) => names.length > 0)
    .map(([pair, names]) => `- ${pair}: ${names.join('; ')}`);
  return [markdownTable(head, rows), ...(lines.length > 0 ? ['', skippedTitle, '', ...lines] : [])].join('\n');
}

/** Pure: this table, with the rows and skipped tests of the pairs that `text`, the table before it, has besides. */
export function withOtherPairs(table, text) {
  const lines = text.split('\n');
  // After the head and the line under it.
  const rows = lines
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map(cellsOf);
  const skipped = lines.flatMap((line) => {
    const [, pair, names] = /^- ([^:]+): (.+)$/.exec(line) ?? [];
    return pair === undefined ? [] : [[pair, names.split('; ')]];
  });
  return { ...table, rows: merged(table.rows, rows, table), skipped: merged(table.skipped, skipped, table) };
}

function cellsOf(line) {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
}

/** What begins with its pair: the new, and of the old what is of another pair. In the order of their versions. */
function merged(fresh, old, { rows }) {
  const tried = new Set(rows.map(([pair]) => lineOf(pair)));
  const kept = old.filter(([pair]) => !tried.has(lineOf(pair)));
  return [...fresh, ...kept].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
}

/** A pair without its patch releases: with newer ones it is the same row. */
const lineOf = (pair) => pair.replaceAll(/\.\d+(?=\s|$)/g, '');

/** Replaces the table of one engine, and leaves the others. */
export function writeTable(file, engine, text) {
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), engine, text));
}

/** The table of one engine that the document has. */
export function tableIn(file, engine) {
  const text = readFileSync(file, 'utf8');
  return text.slice(...boundsOf(text, engine));
}

/** Pure: the text with this table between the marks of this engine. Throws where the text has no such marks. */
export function withTable(text, engine, table) {
  const [from, to] = boundsOf(text, engine);
  return `${text.slice(0, from)}\n\n${table}\n\n${text.slice(to)}`;
}

/** Where the table of an engine begins and ends. */
function boundsOf(text, engine) {
  const [begin, end] = ['begin', 'end'].map((word) => `<!-- ${word} of the table: ${engine} -->`);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/compatibility.md has no "${begin}" with "${end}" after it`);
  return [from + begin.length, to];
}
