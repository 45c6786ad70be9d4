import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const source = resolve(__dirname, '../../src');

/** Folders that hold for every engine. What differs stands in their dialects. */
const engineFree = ['checksum', 'proof', 'cli'];

/** `store/` writes statements for our own database. */
const isExempt = (path: string): boolean => /\.spec\.ts$|(^|\/)(dialects|store)\//.test(path);

/** Words of a statement, as they stand in texts. Ordinary words in capitals are none. */
const statement =
  /\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|SHOW|GRANT|REVOKE|START|STOP|CHANGE|ALTER|CREATE|DROP|TRUNCATE|BEGIN|COMMIT|ROLLBACK|FLUSH|CHECK|CALL|SET|KILL|LOCK)\b/;
const engine = /maria|mysql|postgres|innodb|gtid|binlog/i;
const detail = /errno(?!exception)|flavor/i;
/** A function of one engine. Asked of an engine of the registry, `engines[name].quoteIdentifier`, it is right for each. */
const quoting = /^quote|^grantStatement$|^unlogged/i;

it('comparing, repairing, proving and the command line hold no statement, quoting, errno or name of an engine', () => {
  expect(wordsUnder(source)).toEqual([]);
});

it.each([
  'checksum',
  'checksum/comparison/chunks',
  'checksum/load',
  'checksum/repair',
  'checksum/results',
  'checksum/runs/stored',
  'proof/snapshot',
  'cli',
  'cli/verify',
])('finds a violation in %s', (folder) => {
  const tree = mkdtempSync(join(tmpdir(), 'cutover-words-'));
  try {
    for (const path of [
      `${folder}/x.ts`,
      'checksum/dialects/x/x.ts',
      'checksum/store/x.ts',
      'proof/x.ts',
      'cli/x.ts',
    ]) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), path.startsWith(folder) ? "const a = 'SELECT 1';" : '');
    }
    writeFileSync(join(tree, 'checksum/dialects/x/x.ts'), "const a = 'SELECT 1';");
    expect(wordsUnder(tree)).toEqual([`${folder}/x.ts: SELECT 1`]);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
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

/** What the engine-free folders of a source tree hold of engines, with the file that holds it. */
function wordsUnder(tree: string): string[] {
  return engineFree.flatMap((folder) =>
    readdirSync(join(tree, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => path.endsWith('.ts') && !isExempt(path))
      .flatMap((path) =>
        wordsIn(parsed(path, readFileSync(join(tree, path), 'utf8'))).map((word) => `${path}: ${word}`),
      ),
  );
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
    if (ts.isIdentifier(node) && (engine.test(node.text) || detail.test(node.text) || quotes(node)))
      found.push(node.text);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

function quotes(name: ts.Identifier): boolean {
  const isAsked = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name;
  return quoting.test(name.text) && !isAsked;
}
