import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const source = resolve(__dirname, '../../src');
const databases = resolve(__dirname, '../../../../libs/databases/src');

/**
 * Statements that a server writes to its binary log, as they stand in texts: FLUSH too, unless it says LOCAL, or is
 * FLUSH TABLES WITH READ LOCK, which no server logs.
 */
const logged =
  /\b(GRANT|REVOKE) [A-Z]|\b(CREATE|ALTER|DROP|RENAME) (USER|TABLE|DATABASE|INDEX)\b|\b(REPAIR|ANALYZE|OPTIMIZE) TABLE\b|\bFLUSH (?!LOCAL\b|TABLES WITH READ LOCK\b)[A-Z]/;

/** Made by `suggested-statements.ts`, or it says by itself how the binary log does not see it. */
const keptOut = /\b(unlogged|grantStatement|unloggedSession)\b|sql_log_bin/;

/** Not for people to run on a server that is watched. */
const exempt: readonly RegExp[] = [
  /(?:^|\/)suggested-statements\.ts$/,
  /(?:^|\/)(?:engines|dialects)\/postgres\//, // Logical replication carries neither rights nor definitions.
  /(?:^|\/)store\//, // Our own database.
  /^freeze-proof\/dialects\/[^/]+\/sentinel\.ts$/, // The row must replicate: that it arrives is the proof.
  /^lag\/dialects\/[^/]+\/heartbeat\//, // A table of the source that must get to the target.
  /^checksum\/dialects\/[^/]+\/repair\//, // The script keeps itself out: repair-script.spec.ts.
  /^backups\/restore\//, // On the server that is restored to, whose replicas are to have the database, too.
  /^backups\/scratch\//, // On a server that we have made, and that writes no binary log.
  /^parity\/areas\/[^/]+\/dialects\//, // Parts of scripts that are kept out as a whole: `unloggedScript` where they are given out.
];

it('every logged statement that a text suggests comes with what keeps it out of the binary log', () => {
  const found = [source, databases].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !exempt.some((rule) => rule.test(path)))
      .flatMap((path) => bareStatements(join(folder, path))),
  );
  expect(found).toEqual([]);
});

/** How a statement begins that stands in `statements` of a finding, with its button to copy it, and not in the sentence. */
const inSentence =
  /\b(SET (GLOBAL|PERSIST|SESSION)|GRANT [A-Z]+ ON|(ALTER|DROP) (TABLE|USER)|(START|STOP) (SLAVE|REPLICA)|KILL \d)|\bRun on the (source|target):/;

/** Its statement differs by engine, which evidence does not tell. */
const inSentenceStill: readonly string[] = ['lag/replication-delayed.check.ts'];

it('no check repeats a statement in the sentence of what to do', () => {
  const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?:-check|-warning|\.check|fresh-lag)\.ts$/.test(path) && !inSentenceStill.includes(path))
    .flatMap((path) => actionsIn(parsed(join(source, path))).map((text) => `${path}: ${text}`));
  expect(found.filter((text) => inSentence.test(text))).toEqual([]);
  expect(found.length).toBeGreaterThan(60);
});

it('finds a statement in an action, wherever it is made', () => {
  const actions = (text: string): number =>
    actionsIn(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)).filter((each) => inSentence.test(each))
      .length;
  expect(actions("const a = { action: 'On it: SET GLOBAL a = 1' };")).toBe(1);
  expect(actions('const action = `Run on the ${role}: ${grant}`;')).toBe(1);
  expect(actions("const a = { action: () => 'KILL 3' };")).toBe(1);
  expect(actions("const a = { action: 'Set it to ON.', statements: runOn('target', 'SET GLOBAL a = 1;') };")).toBe(0);
});

/** The texts that say what to do: of `action` as a property and as a variable. */
function actionsIn(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isNamed =
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.name.getText() === 'action';
    // What a template fills in is no text yet: `Run on the ${role}` reads as `Run on the source`.
    if (isNamed && node.initializer) found.push(node.initializer.getText().replaceAll(/\$\{role\}/g, 'source'));
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

it('finds one in a text, in a template and in a joined text, and lets the others be', () => {
  const bare = (text: string): number => bareIn(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)).length;
  expect(bare("const a = 'run GRANT SELECT ON x';")).toBe(1);
  expect(bare('const a = `${b}: ALTER TABLE ${c}`;')).toBe(1);
  expect(bare("const a = b + ' (FLUSH HOSTS)';")).toBe(1);
  expect(bare("const a = `Run: ${unlogged('ALTER TABLE x', server)}`;")).toBe(0);
  expect(bare("const a = 'with sql_log_bin = 0: ' + 'DROP TABLE x';")).toBe(0);
  expect(bare("push(unlogged('ALTER TABLE x', server), 'then DROP TABLE x');")).toBe(1);
  expect(bare("const a = 'FLUSH TABLES WITH READ LOCK; FLUSH TABLES';")).toBe(1);
  expect(bare("const a = 'FLUSH TABLES WITH READ LOCK';")).toBe(0);
  expect(bare("const a = 'FLUSH LOCAL HOSTS, and SHOW CREATE TABLE is no suggestion';")).toBe(0);
});

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

function bareStatements(file: string): string[] {
  return bareIn(parsed(file)).map((text) => `${relative(source, file)}: ${text}`);
}

/** Texts with a logged statement that nothing keeps out of the binary log. */
function bareIn(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const text = node.text.replaceAll(/SHOW CREATE \w+/g, '');
      if (logged.test(text) && !keptOut.test(wholeText(node).getText(file))) found.push(text);
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** The whole text that a piece belongs to: its template, the sum it is a part of, the call that keeps it out. */
function wholeText(node: ts.Node): ts.Node {
  const { parent } = node;
  const isPart =
    ts.isTemplateExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    (ts.isCallExpression(parent) && keptOut.test(parent.expression.getText()));
  return isPart ? wholeText(parent) : node;
}
