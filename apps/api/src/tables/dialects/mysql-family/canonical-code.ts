/** One piece of SQL text, and what kind it is. */
interface Token {
  kind: 'text' | 'name' | 'word' | 'sign';
  value: string;
}

/** In this order: what a comment or a text holds is no word. Comments that servers run (`/*!`) or heed (`/*+`) are no comments. */
const pieces = (literal: string): RegExp =>
  new RegExp(
    String.raw`(/\*(?![!+]|M!)[^]*?\*/|--(?=\s|$)[^\n]*|#[^\n]*|\s+)|(${literal})|` +
      String.raw`(\x60(?:[^\x60]|\x60\x60)*\x60)|([\w$.@\u0080-\uffff]+)|(<=>|<>|!=|<=|>=|:=|\|\||&&|<<|>>|[^])`,
    'gu',
  );
const ordinaryPieces = pieces(String.raw`'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"`);
/** Under NO_BACKSLASH_ESCAPES. */
const plainPieces = pieces(String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"`);

/** What an sql_mode changes in how a text is read. */
interface Reading {
  /** ANSI_QUOTES: what stands in double quotes is a name. */
  areDoubleQuotesNames: boolean;
  /** NO_BACKSLASH_ESCAPES: a backslash is a sign like any other. */
  areBackslashesPlain: boolean;
}

const ordinaryReading: Reading = { areDoubleQuotesNames: false, areBackslashesPlain: false };

/**
 * Pure: the code of a trigger, routine, event or view in a form in which layout and comments do not count: clients leave comments
 * out when they load a dump. `mode`: the sql_mode under which the server reads it.
 */
export function canonicalCode(text: string, mode = ''): string {
  const reading: Reading = {
    areDoubleQuotesNames: /\bANSI_QUOTES\b/i.test(mode),
    areBackslashesPlain: /\bNO_BACKSLASH_ESCAPES\b/i.test(mode),
  };
  return join(tokensOf(text.replace(/;\s*$/, ''), reading).map(withNewCharset));
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

function tokensOf(text: string, reading = ordinaryReading): Token[] {
  const { areDoubleQuotesNames, areBackslashesPlain } = reading;
  const matches = text.matchAll(areBackslashesPlain ? plainPieces : ordinaryPieces);
  return [...matches].flatMap(([, blank, literal, name, word, sign]): Token[] => {
    if (blank !== undefined) return [];
    if (literal?.startsWith('"') && areDoubleQuotesNames)
      return [{ kind: 'name', value: `\`${literal.slice(1, -1).replaceAll('""', '"').replaceAll('`', '``')}\`` }];
    if (literal !== undefined) return [{ kind: 'text', value: sameText(literal, areBackslashesPlain) }];
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
function sameText(literal: string, areBackslashesPlain: boolean): string {
  const quote = literal.charAt(0);
  const inner = literal.slice(1, -1);
  const value = areBackslashesPlain
    ? inner.replaceAll(quote + quote, quote)
    : inner.replace(/\\(['"])|\\[^]|''|""/g, (piece, escaped?: string) => {
        if (escaped !== undefined) return escaped;
        return piece === quote + quote ? quote : piece;
      });
  return `'${value.replaceAll("'", "''")}'`;
}

/** `utf8` and what begins so have been named `utf8mb3` since MariaDB 10.6 and MySQL 8: a character set, a collation, or before a text. */
function withNewCharset(token: Token): Token {
  if (token.kind !== 'word' || !/^_?utf8(?:_\w+)?$/i.test(token.value)) return token;
  return { ...token, value: token.value.toLowerCase().replace('utf8', 'utf8mb3') };
}

function sameWord(word: string): string {
  return word === 'curtime' ? 'current_time' : withNewCharset({ kind: 'word', value: word }).value;
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
