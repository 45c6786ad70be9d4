// What `npm run test:matrix` runs on pairs of PostgreSQL: the engine alone, and the product on a sound and a broken pair.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { resultsOf, runJest } from './matrix-jest.mjs';
import { markdownTable } from './matrix-table.mjs';

const own = { flavor: 'postgres' };
const postgres17 = { flavor: 'postgres', suite: 'trixie', packages: 'postgresql-17' };
const postgres18 = { flavor: 'postgres', suite: 'forky', packages: 'postgresql-18' };
const [engineTests, breaksTests] = ['postgres-engine', 'postgres-breaks'];
const subscriptionTests = ['postgres-subscriptions', 'postgres-losses', 'postgres-logical-replication'];

/** PostgreSQL. */
export const postgresMatrix = {
  /** Publisher and subscriber. */
  pairs: [
    [own, own],
    [own, postgres17],
    [postgres17, postgres17],
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
  const files = [engineTests, ...subscriptionTests, breaksTests].map((name) => `${name}.int.spec.ts`);
  const args = ['-c', 'jest.integration.config.cjs', ...files];
  const env = {
    CUTOVER_TEST_SERVERS: `postgres ${Math.min(source.number, target.number)}`,
    CUTOVER_TEST_LABS: labsBeside(folder),
  };
  const { code, testResults, failed } = await runJest({ root, folder, home: lab.home, args, env });
  const breaks = resultsOf(testResults, breaksTests)
    .map(({ title, status }) => ({ name: /^(\S+) shows in the state/.exec(title)?.[1], status }))
    .filter(({ name }) => name !== undefined);
  return {
    ...{ code, failed, breaks },
    engine: counted([engineTests, ...subscriptionTests].flatMap((name) => resultsOf(testResults, name))),
    product: counted(resultsOf(testResults, breaksTests)),
  };
}

/** The folder for pairs that Jest makes besides: one for each pair, since they run side by side. The template is shared. */
function labsBeside(folder) {
  const own = join(folder, 'labs');
  mkdirSync(own);
  symlinkSync(join(process.env.CUTOVER_TEST_LABS, 'template'), join(own, 'template'));
  return own;
}

function counted(tests) {
  const count = (wanted) => tests.filter(({ status }) => status === wanted).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('pending')} skipped`;
}

async function versionOf(lab, role) {
  const asked = "SELECT current_setting('server_version') AS text, current_setting('server_version_num') AS number";
  const { rows } = await lab.withAdmin(role, (admin) => admin.query(asked));
  return { text: `PostgreSQL ${rows[0].text.split(' ')[0]}`, number: Number(rows[0].number) };
}

function tableOf(results) {
  const rows = results.map(({ pair, engine, product, breaks }) => [
    pair,
    engine,
    product,
    breaks.map(({ name, status }) => (status === 'passed' ? name : `${name} (${status})`)).join(', '),
  ]);
  return markdownTable(['source → target', 'engine', 'product', 'breaks'], rows);
}
