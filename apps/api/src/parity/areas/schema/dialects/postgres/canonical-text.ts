/** One word, number, text or sign of SQL as the server prints it. */
const token = /\$([A-Za-z_]*)\$[^]*?\$\1\$|E?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\d[\w.]*|::|\s+|./gs;

/**
 * Pure: a definition that the server printed, so that equal ones are equal whatever the version and however often they were dumped
 * and restored:
 * - `(ARRAY['a'::character varying])::text[]` is read back as `ARRAY[('a'::character varying)::text]`;
 * - `((a AND b) AND c)` is read back as `(a AND b AND c)`;
 * - before PostgreSQL 16 a view over one relation names it before each of its columns.
 * Layout between words does not count.
 */
export function canonicalText(text: string): string {
  const tokens = (text.match(token) ?? []).filter((each) => each.trim() !== '');
  return flattened(withCastsInside(withoutOnlyName(tokens))).join(' ');
}

/** Index of the bracket that closes the one at `open`; -1: none does. */
function closing(tokens: readonly string[], open: number): number {
  const [opens, closes] = tokens[open] === '[' ? ['[', ']'] : ['(', ')'];
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === opens) depth++;
    if (tokens[at] === closes && --depth === 0) return at;
  }
  return -1;
}

/** The cast of a whole array of constants, at each of its elements. */
function withCastsInside(tokens: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const end = tokens[at] === '(' && tokens[at + 1] === 'ARRAY' ? closing(tokens, at) : -1;
    const isCast =
      end > 0 && tokens[end - 1] === ']' && closing(tokens, at + 2) === end - 1 && tokens[end + 1] === '::';
    const brackets = isCast ? tokens.indexOf('[', end + 1) : -1;
    const type = brackets < 0 ? [] : tokens.slice(end + 2, brackets);
    if (type.length === 0 || tokens[brackets + 1] !== ']' || !type.every((word) => /^[\w."]+$/.test(word))) {
      out.push(tokens[at] ?? '');
      continue;
    }
    const elements = elementsOf(tokens.slice(at + 3, end - 1)).map((each) => ['(', ...each, ')', '::', ...type]);
    out.push('ARRAY', '[', ...elements.flatMap((each, index) => (index === 0 ? each : [',', ...each])), ']');
    at = brackets + 1;
  }
  return out;
}

function elementsOf(tokens: readonly string[]): string[][] {
  const elements: string[][] = [[]];
  let depth = 0;
  for (const each of tokens) {
    if (each === '(' || each === '[') depth++;
    if (each === ')' || each === ']') depth--;
    if (each === ',' && depth === 0) elements.push([]);
    else elements.at(-1)?.push(each);
  }
  return elements;
}

const endsFrom: ReadonlySet<string> = new Set([
  ...['WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'FOR', 'UNION', 'INTERSECT', 'EXCEPT'],
]);

/** Without the name of the relation before columns, where the outermost query reads from one relation only. */
function withoutOnlyName(tokens: readonly string[]): string[] {
  if (!/^(SELECT|WITH)$/.test(tokens[0] ?? '')) return [...tokens];
  const isOutermost = outermost(tokens);
  const from = tokens.findIndex((each, at) => each === 'FROM' && isOutermost[at] === true && depthAt(tokens, at) === 0);
  const name = from < 0 ? null : onlyRelation(tokens, from, isOutermost);
  if (name === null) return [...tokens];
  return tokens.filter((each, at) => {
    if (isOutermost[at] !== true) return true;
    const isName = (index: number): boolean => tokens[index] === name && tokens[index + 1] === '.';
    const isColumn = (index: number): boolean =>
      isName(index) && tokens[index - 1] !== '.' && tokens[index + 2] !== '*' && tokens[index + 3] !== '(';
    return !(isColumn(at) || (each === '.' && isColumn(at - 1)));
  });
}

/** Which tokens are in no query within the query. */
function outermost(tokens: readonly string[]): boolean[] {
  const stack: boolean[] = [];
  return tokens.map((each, at) => {
    const isInside = stack.includes(true);
    if (each === '(') stack.push(/^(SELECT|WITH|VALUES)$/.test(tokens[at + 1] ?? ''));
    if (each === ')') stack.pop();
    return !isInside;
  });
}

function depthAt(tokens: readonly string[], at: number): number {
  return tokens.slice(0, at).reduce((depth, each) => depth + (each === '(' ? 1 : each === ')' ? -1 : 0), 0);
}

/** What the only relation of FROM is called; null: there are several, or none. */
function onlyRelation(tokens: readonly string[], from: number, isOutermost: readonly boolean[]): string | null {
  let depth = 0;
  let name: string | null = null;
  for (let at = from + 1; at < tokens.length; at++) {
    const each = tokens[at] ?? '';
    if (each === '(') depth++;
    if (each === ')') depth--;
    if (depth === 0 && (endsFrom.has(each) || each === 'TABLESAMPLE')) break;
    if (isOutermost[at] === true && (each === 'JOIN' || (depth === 0 && each === ','))) return null;
    if (depth === 0 && /^[A-Za-z_"]/.test(each) && !/^(ONLY|LATERAL|AS|WITH|ORDINALITY)$/.test(each)) name = each;
  }
  // A union reads from each of its parts, all of which are queries within the query to the server.
  return tokens.some((each, at) => isOutermost[at] === true && /^(UNION|INTERSECT|EXCEPT)$/.test(each)) ? null : name;
}

/** Words, and what stands in brackets as a list of its own. */
type Words = (string | Words)[];

/** AND within AND, and OR within OR, as one list. */
function flattened(tokens: readonly string[]): string[] {
  const root: Words = [];
  const open: Words[] = [root];
  for (const each of tokens) {
    if (each === ')' && open.length > 1) open.pop();
    else if (each === '(') {
      const group: Words = [];
      open.at(-1)?.push(group);
      open.push(group);
    } else open.at(-1)?.push(each);
  }
  return printed(root);
}

function printed(words: Words): string[] {
  return flat(words).flatMap((each) => (typeof each === 'string' ? [each] : ['(', ...printed(each), ')']));
}

/** Operands that are a list of the same word are taken out of their brackets. */
function flat(words: Words): Words {
  const word = connector(words);
  if (word === null) return words;
  return words.flatMap((each, at): Words => {
    const isOperand = [words[at - 1], words[at + 1]].every((beside) => beside === undefined || beside === word);
    if (typeof each === 'string' || !isOperand) return [each];
    const inner = flat(each);
    return connector(inner) === word ? inner : [inner];
  });
}

/** The word that joins all conditions of a list: AND, or OR; null: none, or both. */
function connector(words: Words): string | null {
  const found = new Set(words.filter((each) => each === 'AND' || each === 'OR'));
  const [only] = found;
  return found.size === 1 && typeof only === 'string' ? only : null;
}
