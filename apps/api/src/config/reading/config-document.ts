import { type ErrorCode, isNode, LineCounter, type ParsedNode, parseDocument, type Document } from 'yaml';
import { type ConfigPath, isRecord } from '../config-path.js';
import { ConfigError } from '../config-error.js';

/**
 * Our own sentences: the parser's quote the offending text, which may be a password.
 */
const sentences: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'a value that starts with * must be quoted',
  BAD_DIRECTIVE: 'a line that starts with % must be quoted',
  BAD_DQ_ESCAPE: 'unknown escape after a backslash in a "…" text; use \'…\'',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a value that starts with @ or ` must be quoted',
  BLOCK_AS_IMPLICIT_KEY: 'a nested value may not stand on the line of its key; check indentation and quotes',
  BLOCK_IN_FLOW: 'lines in {…} or […] must be separated by commas',
  DUPLICATE_KEY: 'this key stands here twice',
  MISSING_CHAR: 'a closing quote, bracket, comma or space after a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key or its closing quote is missing',
  MULTIPLE_DOCS: 'only one document per file: remove the --- line',
  TAB_AS_INDENT: 'tabs cannot indent YAML; use spaces',
  TAG_RESOLVE_FAILED: 'a value that starts with ! must be quoted',
  UNEXPECTED_TOKEN: 'something unexpected; check quotes, brackets and indentation',
};

// `{ password: ${NAME} }` is what people write, and not YAML without quotes. For the parser, the braces of a reference
// are two characters of the private use area; lengths, and so line and column, stay as they are.
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const [openBrace, closeBrace] = ['\uE1C0', '\uE1C1'];

function maskReferences(text: string): string {
  return text.replaceAll(reference, (_, name: string) => `$${openBrace}${name}${closeBrace}`);
}

function unmaskReferences(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(unmaskReferences);
  if (isRecord(tree))
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, unmaskReferences(value)]));
  return typeof tree === 'string' ? tree.replaceAll(openBrace, '{').replaceAll(closeBrace, '}') : tree;
}

/** Parses YAML or JSON (which is YAML). Throws ConfigError with line and column of each syntax fault. */
export function parseConfigText(text: string, file: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(maskReferences(text), { lineCounter, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    const isTwice = problems.some((problem) => problem.code === 'DUPLICATE_KEY');
    const json = isTwice ? undefined : parseJson(text);
    if (json !== undefined) return json;
    const faults = problems.map((problem) => {
      const { line, col } = lineCounter.linePos(problem.pos[0]);
      return `line ${line}, column ${col}: ${sentences[problem.code] ?? `is not valid YAML (${problem.code})`}`;
    });
    throw new ConfigError(file, [...new Set(faults)].slice(0, 10));
  }
  return toPlain(document, file);
}

/**
 * Where the values of a text stand: the line of the value at a path, else of the nearest that it lies in; null: nowhere, or the text cannot
 * be read.
 */
export function lineFinder(text: string): (path: ConfigPath) => number | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(maskReferences(text), { lineCounter, prettyErrors: false });
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
    }
    return null;
  };
}

/** JSON indented with tabs is no YAML; undefined when it is no JSON either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toPlain(document: Document.Parsed<ParsedNode>, file: string): unknown {
  try {
    return unmaskReferences(document.toJS({ maxAliasCount: 100 }));
  } catch {
    // An alias without its anchor, or a bomb of aliases; the parser's own words would quote the value.
    throw new ConfigError(file, [`${sentences.BAD_ALIAS ?? ''} (or an alias has no anchor)`]);
  }
}
