// `npm run test:matrix`: what must hold on every server, on one pair of servers after the other; prints docs/compatibility.md's table.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unpackedRoot } from './matrix-roots.mjs';
import { isStopping, run } from './processes.mjs';

const own = { flavor: 'mariadb' };
const mariadb10 = { flavor: 'mariadb', suite: 'bullseye', packages: 'mariadb-server' };
const mariadb11 = { flavor: 'mariadb', suite: 'trixie', packages: 'mariadb-server' };
const mysql9 = { flavor: 'mysql', suite: 'sid', packages: 'mysql-server-core' };
/** Source and target. */
const pairs = [
  [mariadb10, mariadb10],
  [mariadb10, own],
  [own, own],
  [own, mariadb11],
  [mariadb11, mariadb11],
  [mysql9, mysql9],
];
const marks = ['<!-- begin of the table -->', '<!-- end of the table -->'];

/** Runs all pairs; `--write` puts the table into docs/compatibility.md. Resolves with 0 when everything passed. */
export async function matrix(root, args) {
  const { startLab } = await import(pathToFileURL(join(root, 'tools/lab/dist/index.js')).href);
  const cache = join(root, 'node_modules/.cache/cutover-matrix');
  mkdirSync(cache, { recursive: true });
  const softwareOf = ({ flavor, suite, packages }) => ({
    flavor,
    root: suite === undefined ? null : unpackedRoot(cache, suite, packages),
  });
  const results = [];
  for (const [source, target] of pairs) {
    if (isStopping()) return 130;
    const software = { source: softwareOf(source), target: softwareOf(target) };
    const folder = mkdtempSync(join(tmpdir(), 'cutover-matrix-'));
    const lab = await startLab({ home: join(folder, 'lab'), rows: 20_000, software });
    try {
      results.push(await tested(root, folder, lab));
    } finally {
      await lab.stop();
      rmSync(folder, { recursive: true });
    }
  }
  const table = tableOf(results);
  console.log(`\n${table}`);
  if (args.includes('--write')) writeTable(join(root, 'docs/compatibility.md'), table);
  return results.every(({ failed, code }) => failed === 0 && code === 0) ? 0 : 1;
}

async function tested(root, folder, lab) {
  const [source, target] = [await versionOf(lab, 'source'), await versionOf(lab, 'target')];
  console.log(`\n━━ ${source.text} → ${target.text}`);
  const [json, lines] = [join(folder, 'jest.json'), join(folder, 'lines')];
  const older = Math.min(source.number, target.number);
  const code = await run(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), '-c', 'jest.matrix.config.cjs', '--json', `--outputFile=${json}`],
    {
      cwd: join(root, 'apps/api'),
      env: {
        ...process.env,
        CUTOVER_TEST_LAB_HOME: lab.home,
        CUTOVER_TEST_SERVERS: `${lab.flavor} ${older}`,
        CUTOVER_MATRIX_REPORT: lines,
      },
      hasOwnGroup: true,
      // The report of every single test is in the file.
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const { testResults } = JSON.parse(readFileSync(json, 'utf8'));
  const scenarios = testResults
    .find(({ name }) => name.includes('scenarios'))
    .assertionResults.filter(({ title }) => title !== 'there is a scenario for every trap');
  const count = (status) => scenarios.filter((each) => each.status === status).length;
  const reported = readFileSync(lines, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    ...Object.assign({}, ...reported),
    ...{ source: source.text, target: target.text, code, passed: count('passed'), skipped: count('pending') },
    failed: testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'failed')
      .length,
    scenariosFailed: count('failed'),
    property: testResults.find(({ name }) => name.includes('property')).status,
    skippedNames: scenarios.filter(({ status }) => status === 'pending').map(({ title }) => title),
  };
}

async function versionOf(lab, role) {
  const [[{ version }]] = await lab.withAdmin(role, (root) => root.query('SELECT VERSION() AS version'));
  const [major, minor, patch] = version.split(/[.-]/).map(Number);
  const name = lab.flavor === 'mysql' ? 'MySQL' : 'MariaDB';
  return { text: `${name} ${major}.${minor}.${patch}`, number: major * 10_000 + minor * 100 + patch };
}

function tableOf(results) {
  const rows = results.map((each) => [
    `${each.source} → ${each.target}`,
    each.mode,
    `\`${each.digest}\``,
    `${each.passed} passed, ${each.scenariosFailed} failed, ${each.skipped} skipped`,
    each.property,
    `${each.falseDifferences} in ${each.compared} under ${each.commits} commits; ${each.provedUnderLoad} proved equal`,
    (each.exitCodes ?? []).join(' / '),
  ]);
  const head = ['source → target', 'mode', 'digest', 'scenarios', 'random tables', 'false differences', 'exit codes'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const skipped = results
    .filter(({ skippedNames }) => skippedNames.length > 0)
    .map(({ source, target, skippedNames }) => `- ${source} → ${target}: ${skippedNames.join('; ')}`);
  return [...lines, '', 'Skipped, for want of the type or the engine:', '', ...skipped].join('\n');
}

function writeTable(file, table) {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = marks.map((mark) => text.indexOf(mark));
  writeFileSync(file, `${text.slice(0, begin + marks[0].length)}\n\n${table}\n\n${text.slice(end)}`);
}
