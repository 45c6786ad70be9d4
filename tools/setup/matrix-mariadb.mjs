// What `npm run test:matrix` runs on pairs of MariaDB and of MySQL: everything that verification claims.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsOf, runJest } from './matrix-jest.mjs';

const own = { name: 'own', flavor: 'mariadb' };
const mariadb10 = { name: '10.5', flavor: 'mariadb', suite: 'bullseye', packages: 'mariadb-server' };
const mariadb11 = { name: '11.8', flavor: 'mariadb', suite: 'trixie', packages: 'mariadb-server' };
const mysql9 = { name: 'mysql9', flavor: 'mysql', suite: 'sid', packages: 'mysql-server-core' };

/** MariaDB and MySQL. */
export const mariadbMatrix = {
  /** Source and target. */
  pairs: [
    [mariadb10, mariadb10],
    [mariadb10, own],
    [own, own],
    [own, mariadb11],
    [mariadb11, mariadb11],
    [mysql9, mysql9],
  ],
  /** They write under load as fast as they can. */
  atOnce: 1,
  hasOtherEngine: false,
  startLab: ({ startLab }, options) => startLab({ ...options, rows: 20_000 }),
  versionOf,
  tested,
  tableOf,
};

async function tested({ root, folder, lab, source, target }) {
  const lines = join(folder, 'lines');
  const older = Math.min(source.number, target.number);
  const { code, testResults, failed } = await runJest({
    ...{ root, folder, home: lab.home, args: ['-c', 'jest.matrix.config.cjs'] },
    env: { CUTOVER_TEST_SERVERS: `${lab.flavor} ${older}`, CUTOVER_MATRIX_REPORT: lines },
  });
  const scenarios = resultsOf(testResults, 'scenarios').filter(
    ({ title }) => title !== 'there is a scenario for every trap',
  );
  const count = (status, tests = scenarios) => tests.filter((each) => each.status === status).length;
  const ownColumns = ['scenarios', 'property', 'pair.matrix'];
  const trusted = testResults
    .filter(({ name }) => !ownColumns.some((each) => name.includes(each)))
    .flatMap(({ assertionResults }) => assertionResults);
  const reported = readFileSync(lines, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    ...Object.assign({}, ...reported),
    ...{ code, failed, passed: count('passed'), skipped: count('pending'), scenariosFailed: count('failed') },
    trust: `${count('passed', trusted)} passed, ${count('failed', trusted)} failed`,
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
    each.pair,
    each.mode,
    `\`${each.digest}\``,
    `${each.passed} passed, ${each.scenariosFailed} failed, ${each.skipped} skipped`,
    each.property,
    each.trust,
    `${each.falseDifferences} in ${each.compared} under ${each.commits} commits; ${each.provedUnderLoad} proved equal`,
    (each.exitCodes ?? []).join(' / '),
  ]);
  const head = [
    'source → target',
    'mode',
    'digest',
    'scenarios',
    'random tables',
    'proofs kept and void',
    'false differences',
    'exit codes',
  ];
  const skipped = results.map(({ pair, skippedNames }) => [pair, skippedNames]);
  return { head, rows, skippedTitle: 'Skipped, for want of the type or the engine:', skipped };
}
