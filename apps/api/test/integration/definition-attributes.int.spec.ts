import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCutoverConfig, type Lab } from '@cutover/lab';
import { runCommand } from '../support/run-command.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

/** What both sides have, written in two ways that mean the same. */
const alike: Record<string, [source: string, target: string]> = {
  now: ['c DATETIME DEFAULT CURRENT_TIMESTAMP', 'c DATETIME DEFAULT NOW()'],
  now_of_millis: ['c DATETIME(3) DEFAULT current_timestamp(3)', 'c DATETIME(3) DEFAULT NOW(3)'],
  digits_of_the_type: ['c DATETIME(3) DEFAULT NOW(3)', 'c DATETIME(3) DEFAULT NOW(0)'],
  on_update: ['c DATETIME ON UPDATE CURRENT_TIMESTAMP', 'c DATETIME ON UPDATE NOW()'],
  quoted_number: ["c INT DEFAULT '1'", 'c INT DEFAULT 1'],
  number_for_text: ['c VARCHAR(9) DEFAULT 1', "c VARCHAR(9) DEFAULT '1'"],
  decimals: ['c DECIMAL(10,2) DEFAULT 1', "c DECIMAL(10,2) DEFAULT '1.0'"],
  truth: ['c BOOLEAN DEFAULT TRUE', 'c TINYINT(1) DEFAULT 1'],
  no_default: ['c INT', 'c INT DEFAULT NULL'],
  bits: ["c BIT(3) DEFAULT b'101'", 'c BIT(3) DEFAULT 5'],
  bytes: ["c BINARY(3) DEFAULT 'a'", "c BINARY(3) DEFAULT x'610000'"],
  day: ["c DATETIME DEFAULT '2020-01-01'", 'c DATETIME DEFAULT 20200101000000'],
  expression: ['c VARCHAR(36) DEFAULT UUID()', 'c VARCHAR(36) DEFAULT (uuid())'],
  joined: ["c VARCHAR(9) DEFAULT (CONCAT('a', 'B'))", "c VARCHAR(9) DEFAULT concat('a','B')"],
};

/** What the target lost, and what must be said of it. */
const apart: Record<string, [source: string, target: string, said: string]> = {
  counter: [
    'c INT NOT NULL AUTO_INCREMENT UNIQUE',
    'c INT NOT NULL UNIQUE',
    'column c is AUTO_INCREMENT on the source only',
  ],
  default_lost: [
    'c INT NOT NULL DEFAULT 7',
    'c INT NOT NULL',
    'column c has DEFAULT 7 on the source and none on the target',
  ],
  default_new: ['c INT', 'c INT DEFAULT 7', 'column c has DEFAULT none on the source and 7 on the target'],
  case_of_text: [
    "c VARCHAR(9) DEFAULT 'a'",
    "c VARCHAR(9) DEFAULT 'A'",
    "column c has DEFAULT 'a' on the source and 'A' on the target",
  ],
  empty_text: [
    'c VARCHAR(9)',
    "c VARCHAR(9) DEFAULT ''",
    "column c has DEFAULT none on the source and '' on the target",
  ],
  text_of_null: [
    'c VARCHAR(9)',
    "c VARCHAR(9) DEFAULT 'NULL'",
    "column c has DEFAULT none on the source and 'NULL' on the target",
  ],
  text_of_now: [
    "c VARCHAR(30) DEFAULT 'current_timestamp()'",
    'c VARCHAR(30) DEFAULT CURRENT_TIMESTAMP',
    "column c has DEFAULT 'current_timestamp()' on the source and current_timestamp() on the target",
  ],
  on_update_lost: [
    'c DATETIME ON UPDATE NOW()',
    'c DATETIME',
    'column c has ON UPDATE current_timestamp() on the source and none on the target',
  ],
  hidden: ['c INT, d INT', 'c INT INVISIBLE, d INT', 'column c is INVISIBLE on the target only'],
  key_order: [
    'c INT NOT NULL, d INT NOT NULL, PRIMARY KEY (c, d)',
    'c INT NOT NULL, d INT NOT NULL, PRIMARY KEY (d, c)',
    'the primary key is (c, d) on the source and (d, c) on the target',
  ],
  key_prefix: [
    'c VARCHAR(9) NOT NULL, PRIMARY KEY (c)',
    'c VARCHAR(9) NOT NULL, PRIMARY KEY (c(3))',
    'the primary key is (c) on the source and (c(3)) on the target',
  ],
};

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;
let folder: string;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  folder = mkdtempSync(join(tmpdir(), 'cutover-attributes-'));
  twin = await createTwin(lab, 'attributes');
  for (const [name, [source, target]] of Object.entries({ ...alike, ...apart })) {
    await twin.only('source', `CREATE TABLE ${name} (${source})`);
    await twin.only('target', `CREATE TABLE ${name} (${target})`);
  }
  verifier = await startVerifier(lab, configOf(lab, { databases: [twin.name] }));
});

afterAll(async () => {
  await verifier?.close();
  await twin?.drop();
  rmSync(folder, { recursive: true, force: true });
});

it.each(Object.keys(alike))('%s: what is written in another way is not another definition', async (name) => {
  const { finding } = await verifier.verify(`attributes.${name}`);
  expect([finding.verdict, finding.definitionDifferences]).toEqual(['matched', []]);
});

it.each(Object.keys(apart))('%s: another definition is said, and that the rows are equal', async (name) => {
  const { finding } = await verifier.verify(`attributes.${name}`);
  expect([finding.verdict, finding.definitionDifferences, finding.reason]).toEqual([
    ...['matched', [apart[name]?.[2]], undefined],
  ]);
});

it('a difference of rows is still found beside it', async () => {
  await twin.only('target', "INSERT INTO case_of_text VALUES ('x')");
  const { finding } = await verifier.verify('attributes.case_of_text');
  expect(finding).toMatchObject({ verdict: 'diverged', differences: { extra: 1 } });
  expect(finding.definitionDifferences).toHaveLength(1);
  await twin.only('target', 'DELETE FROM case_of_text');
});

it('verify answers 1, and says that the rows are equal and the definition is not', async () => {
  const config = writeCutoverConfig(folder, lab.endpoints, { port: 1, migration: { databases: ['attributes'] } });
  const tables = ['--table', 'attributes.counter', '--table', 'attributes.now'];
  const { code, output } = await runCommand(['verify', '--config', config, ...tables]);
  expect(code).toBe(1);
  expect(output).toMatch(
    /^attributes\.counter +matched .*DEFINED OTHERWISE: column c is AUTO_INCREMENT on the source only/m,
  );
  expect(output).toMatch(/^shop diverged: .*\(2 matched, 1 defined otherwise on the target\)/m);
});

it('what the target has yet to apply is lagging, not another definition', async () => {
  await lab.withAdmin('source', async (root) => {
    await root.query('CREATE TABLE shop.altered (id INT PRIMARY KEY, c INT)');
  });
  await lab.catchUp();
  const own = await startVerifier(lab, configOf(lab, { databases: ['shop'] }, { proofWaitSeconds: 1 }));
  try {
    expect((await own.verify('shop.altered')).finding.definitionDifferences).toEqual([]);
    await lab.break('replica-stopped');
    await lab.withAdmin('source', (root) => root.query('ALTER TABLE shop.altered ALTER c SET DEFAULT 7'));
    const { finding } = await own.verify('shop.altered');
    expect(finding.verdict).toBe('lagging');
    expect(finding.definitionDifferences).toBeUndefined();
  } finally {
    await own.close();
    await lab.mend('replica-stopped');
    await lab.withAdmin('source', (root) => root.query('DROP TABLE shop.altered'));
    await lab.catchUp();
  }
});
