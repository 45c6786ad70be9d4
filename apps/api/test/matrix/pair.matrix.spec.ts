import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hotTables, shopTables, writeCutoverConfig, type Lab } from '@cutover/lab';
import type { ChecksumFinding } from '../../src/checksum/comparison/comparison-frame.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { runCommand } from '../support/run-command.js';
import { told } from '../support/scenario-found.js';
import { runSql } from '../support/scenario-stage.js';
import { serverLine } from '../support/server-line.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

/** MySQL does not say at which GTID a snapshot stands. */
const hasSnapshots = serverLine.flavor === 'mariadb';
const passes = 5;
const commitsPerSecond = 500;

let lab: Lab;
let verifier: Verifier;
let folder: string;
let config: string;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  verifier = await startVerifier(lab, configOf(lab));
  folder = mkdtempSync(join(tmpdir(), 'cutover-matrix-'));
  config = writeCutoverConfig(folder, lab.endpoints, { port: 0 });
});

afterAll(async () => {
  await verifier?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** One line of what the matrix is made of. */
function report(line: object): void {
  const file = process.env['CUTOVER_MATRIX_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

const counted = (findings: readonly ChecksumFinding[], verdict: string): number =>
  findings.filter((finding) => finding.verdict === verdict).length;

async function verify(...options: readonly string[]): Promise<number> {
  return (await runCommand(['verify', '--config', config, ...options])).code;
}

it('proves every table of a quiet pair, in the best mode and by the best digest that its servers have', async () => {
  const findings: ChecksumFinding[] = [];
  for (const table of shopTables) findings.push((await verifier.verify(`shop.${table}`)).finding);
  const { mode, digest, modeReason } = findings[0] as ChecksumFinding;
  report({ mode, digest, modeReason });
  expect(findings.map(({ verdict, reason }) => [verdict, reason])).toEqual(
    shopTables.map(() => ['matched', undefined]),
  );
  expect(new Set(findings.map((finding) => finding.mode))).toEqual(new Set([hasSnapshots ? 'snapshot' : 'sandwich']));
}, 120_000);

it(`calls nothing different in ${passes} passes over tables that are being written`, async () => {
  const load = lab.startLoad({ rate: commitsPerSecond });
  const findings: ChecksumFinding[] = [];
  let commits = 0;
  try {
    await eventually('the load writes', () => load.commits() > 50);
    commits = -load.commits();
    for (let pass = 0; pass < passes; pass++)
      for (const table of hotTables) findings.push((await verifier.verify(`shop.${table}`)).finding);
    commits += load.commits();
  } finally {
    await load.stop();
    await lab.catchUp();
  }
  const falseDifferences = counted(findings, 'diverged');
  report({ compared: findings.length, commits, provedUnderLoad: counted(findings, 'matched'), falseDifferences });
  expect(falseDifferences).toBe(0);
  expect(commits).toBeGreaterThan(passes);
  if (hasSnapshots) expect(counted(findings, 'matched')).toBe(findings.length);
}, 600_000);

it('names what differs while other tables are written, and nothing else', async () => {
  const plant = [
    'UPDATE shop.customers SET balance = balance + 1, updated_at = updated_at WHERE id IN (3, 500)',
    'DELETE FROM shop.reviews WHERE id = 7',
    "INSERT INTO shop.suppliers (id, name, daily_cutoff) VALUES (100000, 'planted', '10:00:00')",
  ];
  await runSql(lab, 'target', plant.join('; '));
  const load = lab.startLoad({ rate: commitsPerSecond });
  try {
    const differences = [];
    for (const table of ['customers', 'reviews', 'suppliers'])
      differences.push(...(await verifier.verify(`shop.${table}`)).differences);
    expect(differences.map(told)).toEqual(['changed 3', 'changed 500', 'missing 7', 'extra 100000']);
  } finally {
    await load.stop();
    await lab.catchUp();
    const mend = [
      'UPDATE shop.customers SET balance = balance - 1, updated_at = updated_at WHERE id IN (3, 500)',
      'DELETE FROM shop.suppliers WHERE id = 100000',
    ];
    await runSql(lab, 'target', mend.join('; '));
  }
}, 120_000);

it('ends the command with 0 for equal tables, 1 for a row that differs and 2 for a missing right', async () => {
  const codes = [await verify('--table', 'shop.customers'), await verify('--table', 'shop.reviews')];
  await runSql(lab, 'target', "REVOKE SELECT ON shop.* FROM 'cutover'@'%'");
  try {
    codes.push(await verify('--table', 'shop.customers'));
  } finally {
    await runSql(lab, 'target', "GRANT SELECT ON shop.* TO 'cutover'@'%'");
  }
  report({ exitCodes: codes });
  expect(codes).toEqual([0, 1, 2]);
}, 120_000);
