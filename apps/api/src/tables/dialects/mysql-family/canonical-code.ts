/** One piece of SQL text, and what kind it is. */
interface Token {
  kind: 'text' | 'name' | 'word' | 'sign';
  value: string;
}

/** In this order: what a comment or a text holds is no word. Comments that servers run (`/*!`) or heed (`/*+`) are no comments. */
const pieces =
  /(\/\*(?![!+]|M!)[^]*?\*\/|--(?=\s|$)[^\n]*|#[^\n]*|\s+)|('(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*")|(`(?:[^`]|``)*`)|([\w$.@\u0080-\uffff]+)|(<=>|<>|!=|<=|>=|:=|\|\||&&|<<|>>|[^])/gu;

/**
 * Pure: the code of a trigger, routine, event or view in a form in which layout and comments do not count: clients leave comments
 * out when they load a dump.
 */
export function canonicalCode(text: string): string {
  return join(tokensOf(text.replace(/;\s*$/, '')));
}

/**
 * Pure: an expression in a form that is the same on every version of a server: case of words, spaces, quotes, outer parentheses, and
 * the character set before a text (that of whoever wrote the statement) do not count.
 */
export function canonicalExpression(text: string): string {
  const tokens = tokensOf(unescaped(text)).map((token): Token =>
    isCaseless(token) ? { ...token, value: sameWord(token.value.toLowerCase()) } : token,
  );
  const plain = tokens.filter(
    ({ kind, value }, index) =>
      !(kind === 'word' && /^_(utf8|latin1|binary)/.test(value) && tokens[index + 1]?.kind === 'text'),
  );
  return join(withoutOuterParentheses(plain));
}

/** Words of the language, and the names of columns, to which an expression refers. */
function isCaseless({ kind }: Token): boolean {
  return kind === 'word' || kind === 'name';
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(pieces)].flatMap(([, blank, literal, name, word, sign]): Token[] => {
    if (blank !== undefined) return [];
    if (literal !== undefined) return [{ kind: 'text', value: sameText(literal) }];
    if (name !== undefined) return [{ kind: 'name', value: name }];
    if (word !== undefined) return [{ kind: 'word', value: word }];
    return [{ kind: 'sign', value: sign === '!=' ? '<>' : (sign ?? '') }];
  });
}

/** MySQL prints the texts of an expression with a backslash before their quotes: `_utf8mb4\'a\'`. */
function unescaped(text: string): string {
  return /^[^'"]*\\'/.test(text) ? text.replace(/\\(['\\])/g, '$1') : text;
}

/** `'it\'s'`, `'it''s'` and `"it's"` are one text. */
function sameText(literal: string): string {
  const quote = literal.charAt(0);
  const value = literal
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replace(/\\(['"])/g, '$1');
  return `'${value.replaceAll("'", "''")}'`;
}

function sameWord(word: string): string {
  if (word === 'utf8') return 'utf8mb3';
  return word === 'curtime' ? 'current_time' : word;
}

/** Only pairs that hold everything: inner ones may decide what binds to what. */
function withoutOuterParentheses(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.value !== '(' || tokens[0].kind !== 'sign') return tokens;
  let depth = 0;
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== 'sign') continue;
    if (value === '(') depth++;
    if (value === ')') depth--;
    if (depth === 0) return index === tokens.length - 1 ? withoutOuterParentheses(tokens.slice(1, -1)) : tokens;
  }
  return tokens;
}

function join(tokens: readonly Token[]): string {
  return tokens.map(({ value }) => value).join(' ');
}
