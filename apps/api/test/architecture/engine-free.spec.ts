import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const source = resolve(__dirname, '../../src');

/** Folders that hold for every engine. What differs stands in their dialects. */
const engineFree = ['checksum', 'proof', 'cli', 'checks', 'judgement', 'readiness', 'alerts'];

/** `store/` writes statements for our own database. */
const isExempt = (path: string): boolean => /\.spec\.ts$|(^|\/)(dialects|store)\//.test(path);

/** Words of a statement, as they stand in texts. Ordinary words in capitals are none. */
const statement =
  /\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|SHOW|GRANT|REVOKE|START|STOP|CHANGE|ALTER|CREATE|DROP|TRUNCATE|BEGIN|COMMIT|ROLLBACK|FLUSH|CHECK|CALL|SET|KILL|LOCK|RESET|SLAVE|MASTER|REPLICA)\b/;
const engine = /maria|mysql|postgres|innodb|gtid|binlog|auto_increment|sql_log_bin|\bpg_|max_slot_wal/i;
const detail = /errno(?!exception)|flavor/i;
/** A function of one engine. Asked of an engine of the registry, `engines[name].quoteIdentifier`, it is right for each. */
const quoting = /^quote|^grantStatement$|^unlogged/i;
/** Where servers of an engine listen. */
const port = /^(3306|5432)$/;
/** Fields of the evidence, told on as they are, and the name of a section that one engine alone has. */
const told = /^((errant|unexplained)Gtids|binlog-retention)$/;

it('comparing, repairing, proving, judging and the command line hold no statement, quoting, errno or name of an engine', () => {
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
  'checks',
  'checks/texts',
  'judgement',
  'readiness',
  'alerts',
])('finds a violation in %s', (folder) => {
  const tree = mkdtempSync(join(tmpdir(), 'cutover-words-'));
  try {
    for (const each of [...engineFree, folder, 'checksum/dialects/x', 'alerts/store'])
      mkdirSync(join(tree, each), { recursive: true });
    for (const path of [`${folder}/x.ts`, 'checksum/dialects/x/x.ts', 'alerts/store/x.ts', 'checks/x.spec.ts'])
      writeFileSync(join(tree, path), "const a = 'SELECT 1';");
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
  ["const action = 'Look at SHOW REPLICA STATUS.';", 'SHOW REPLICA STATUS'],
  ["const action = 'Raise AUTO_INCREMENT.';", 'AUTO_INCREMENT'],
  ["const action = 'Look at pg_stat_subscription.';", 'pg_stat_subscription'],
  ['const from = `${host}:${sourcePort ?? 3306}`;', '3306'],
  ['const gtid = domain.errantGtids;', 'gtid'],
  ["const action = 'Run RESET MASTER on the target.';", 'RESET MASTER'],
  ["const names = ['mysql'];", 'mysql'],
])('finds what belongs to a dialect: %s', (text, word) => {
  expect(wordsIn(parsed('x.ts', text))).toEqual([expect.stringContaining(word)]);
});

it('lets a check name the engines of which it can be judged, and nothing else beside them', () => {
  expect(wordsIn(parsed('x.ts', "const check = { engines: ['mariadb', 'mysql'], judge: () => [] };"))).toEqual([]);
  expect(wordsIn(parsed('x.ts', "const check = { engines: ['mysql', heal('mariadb')], action: 'mysql' };"))).toEqual([
    'mariadb',
    'mysql',
  ]);
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
    if (ts.isNumericLiteral(node) && port.test(node.text)) found.push(node.text);
    if (isEngineOfCheck(node)) return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && !told.test(node.text) && (statement.test(node.text) || engine.test(node.text)))
      found.push(node.text.trim());
    if (ts.isIdentifier(node) && !told.test(node.text) && isOfEngine(node)) found.push(node.text);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** `engines: ['mariadb', 'mysql']` of a check says for which engines it is asked at all; of others its evidence is not known. */
function isEngineOfCheck(node: ts.Node): boolean {
  const list = node.parent;
  return (
    ts.isStringLiteral(node) &&
    ts.isArrayLiteralExpression(list) &&
    ts.isPropertyAssignment(list.parent) &&
    list.parent.name.getText() === 'engines'
  );
}

function isOfEngine(name: ts.Identifier): boolean {
  return engine.test(name.text) || detail.test(name.text) || quotes(name);
}

function quotes(name: ts.Identifier): boolean {
  const isAsked = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name;
  return quoting.test(name.text) && !isAsked;
}
