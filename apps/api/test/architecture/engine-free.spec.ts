import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const source = resolve(__dirname, '../../src');

/** Algorithms that hold for every engine. What differs stands in their dialects. */
const engineFree = ['checksum/comparison', 'proof'];

/** Words of a statement, as they stand in texts. Ordinary words in capitals are none. */
const statement =
  /\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|SHOW|GRANT|REVOKE|START|STOP|CHANGE|ALTER|CREATE|DROP|TRUNCATE|BEGIN|COMMIT|ROLLBACK|FLUSH|CHECK|CALL|SET|KILL|LOCK)\b/;
const engine = /maria|mysql|postgres|innodb|gtid|binlog/i;
const detail = /errno|flavor|^quote|^grantStatement$|^unlogged/i;

it('comparing and proving hold no statement, no quoting, no number of an error and no name of an engine', () => {
  const found = engineFree.flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('dialects'))
      .flatMap((path) => wordsOfEngines(join(source, folder, path))),
  );
  expect(found).toEqual([]);
});

it.each([
  ["const a = 'SELECT 1';", 'SELECT 1'],
  ['const a = `${b} FROM ${c}`;', 'FROM'],
  ["throw new Error('see START REPLICA there');", 'START REPLICA'],
  ["if (name === 'mariadb') stop();", 'mariadb'],
  ['const isInnodb = true;', 'isInnodb'],
  ['if (error.errno === 1146) return null;', 'errno'],
  ['const name = quoteTable(database, table);', 'quoteTable'],
  ["if (identity.flavor === 'x') stop();", 'flavor'],
])('finds what belongs to a dialect: %s', (text, word) => {
  expect(wordsIn(parsed('x.ts', text))).toEqual([expect.stringContaining(word)]);
});

it('lets comments, imports and ordinary sentences be', () => {
  expect(
    wordsIn(
      parsed(
        'x.ts',
        "/** As SELECT on MariaDB. */ import { a } from '../mysql-family/a.js'; const b = 'DDL; it is compared again (RDS)';",
      ),
    ),
  ).toEqual([]);
});

function wordsOfEngines(file: string): string[] {
  return wordsIn(parsed(file, readFileSync(file, 'utf8'))).map((word) => `${relative(source, file)}: ${word}`);
}

function parsed(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** Names and texts of the code that only a dialect may hold. Comments are not looked at, and imports have a rule of their own. */
function wordsIn(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && (statement.test(node.text) || engine.test(node.text))) found.push(node.text.trim());
    if (ts.isIdentifier(node) && (engine.test(node.text) || detail.test(node.text))) found.push(node.text);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}
