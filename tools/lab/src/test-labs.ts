// Labs for tests: every worker of a test runner gets a pair of its own. MariaDB's begin with a copy of one template a run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeLabsBelow, type AnyLab } from './any-lab.js';
import type { OwnEngineName } from './engines/engine-name.js';
import { makeTemplate } from './engines/mysql-family/make-template.js';
import type { MysqlLab } from './engines/mysql-family/mysql-lab.js';
import type { PostgresLab } from './engines/postgres/postgres-lab.js';
import { LabError } from './lab.errors.js';
import { LabHome } from './lab-home.js';
import { engineOf, readState } from './lab-state.js';
import { fewestRows } from './shop/sizes.js';
import { openLab, openPostgresLab, startLab, startPostgresLab } from './start-lab.js';

/** Names the folder of this run's labs to the processes that the runner starts. */
const folderVariable = 'CUTOVER_TEST_LABS';
/**
 * Names one lab that runs already: it is used in place of a worker's own of that engine, and left running (quicker while
 * writing a test). A test that needs a pair of the other engine too gets that one as ever.
 */
const givenVariable = 'CUTOVER_TEST_LAB_HOME';
const rows = 20_000;

/**
 * Makes the template, once for all that is started from here: a runner within a runner uses the outer one's.
 * Answers what ends every lab made since, and removes all files.
 */
export async function beginTestLabs(): Promise<() => Promise<void>> {
  if (process.env[folderVariable] || (await isGiven('mariadb'))) return async () => undefined;
  const folder = await mkdtemp(join(tmpdir(), 'cutover-labs-'));
  const end = async (): Promise<void> => {
    delete process.env[folderVariable];
    await removeLabsBelow(folder);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate({ home: join(folder, 'template'), rows });
  } catch (error) {
    await end();
    throw error;
  }
  process.env[folderVariable] = folder;
  return end;
}

/**
 * The pair that the test files of one worker share, one file after the other; started when the first asks. What a file
 * that failed has left broken is mended, so that it fails alone.
 * @throws LabError outside a run that called `beginTestLabs`.
 */
export async function labOfThisWorker(): Promise<MysqlLab> {
  const given = process.env[givenVariable];
  const isOurs = given && (await isGiven('mariadb'));
  return mended(isOurs ? await openLab(given) : await labFromTemplate(homeOfThisWorker('pair')));
}

/**
 * The same of PostgreSQL, with the fewest rows a shop can have. It is made without a template: that takes a few seconds,
 * and only workers that meet a test of PostgreSQL spend them.
 * @throws LabError outside a run that called `beginTestLabs`.
 */
export async function postgresLabOfThisWorker(): Promise<PostgresLab> {
  const given = process.env[givenVariable];
  if (given && (await isGiven('postgres'))) return mended(await openPostgresLab(given));
  return mended(await startPostgresLab({ home: homeOfThisWorker('postgres'), rows: fewestRows }));
}

/** Whether the lab that runs already is one of this engine; MySQL counts as MariaDB. One that cannot be read is, so that its user is told. */
async function isGiven(engine: OwnEngineName): Promise<boolean> {
  const given = process.env[givenVariable];
  if (!given) return false;
  const state = await readState(new LabHome(resolve(given)).stateFile);
  return state === undefined || (engineOf(state) === 'postgres') === (engine === 'postgres');
}

async function mended<L extends AnyLab>(lab: L): Promise<L> {
  // The last one first: an earlier one may have to wait for it.
  for (const { name } of [...(await lab.status()).breaks].reverse()) await lab.mend(name);
  return lab;
}

function homeOfThisWorker(kind: string): string {
  return join(folderOfLabs(), `${kind}-${process.env['JEST_WORKER_ID'] ?? '1'}`);
}

/** A pair of a test's own, begun with a copy of the template where there is one. The caller stops it. */
export function ownTestLab(home: string): Promise<MysqlLab> {
  return process.env[folderVariable] ? labFromTemplate(home) : startLab({ home, rows });
}

function labFromTemplate(home: string): Promise<MysqlLab> {
  return startLab({ home, template: join(folderOfLabs(), 'template') });
}

function folderOfLabs(): string {
  const folder = process.env[folderVariable];
  if (folder) return folder;
  throw new LabError('There are no labs for tests here.', 'Run these tests with their own jest configuration.');
}
