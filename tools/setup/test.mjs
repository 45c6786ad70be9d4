// The whole of `npm test`: first what all others need, then the rest two at a time, the longest first.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inTemporaryFolder, runSteps } from './run-steps.mjs';

/** On two cores that nobody else uses. */
const minutes = 35;

/** Of tests that wait for real servers so many files may fail and pass when they are run again: docs/adr/019. */
export const mayRepeat = 3;

/** Runs every step; resolves with 0 when all passed. */
export function test(root, env) {
  console.log(`Testing everything: about ${minutes} min on two cores, more when they are busy.`);
  return withTestLabs(root, env, (begin, leftBehind, beforeRepeat) =>
    runSteps({ root, env, logFolder: 'npm-test', waves: wavesOf(root, begin, leftBehind), beforeRepeat }),
  );
}

/** The steps, in waves; `begin` starts the labs that they share, `leftBehind` rejects when a test that passed left something. */
export function wavesOf(root, begin, leftBehind) {
  const bin = (name) => join(root, 'node_modules/.bin', name);
  const nx = (...args) => ({ command: bin('nx'), args: ['run-many', '--outputStyle=stream', ...args] });
  // In the project's folder: Jest takes paths of coverage from where it runs.
  const jest = (project, config, ...args) => ({
    command: bin('jest'),
    args: ['-c', config, ...args],
    cwd: join(root, project),
  });
  return [
    [
      { name: 'build', ...nx('-t', 'build') },
      { name: 'format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
    ],
    [
      { name: 'servers', work: begin },
      { name: 'types', ...nx('-t', 'typecheck') },
    ],
    [
      { name: 'integration', ...jest('apps/api', 'jest.integration.config.cjs'), mayRepeat },
      { name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'] },
      { name: 'api', ...jest('apps/api', 'jest.config.cjs', '--coverage') },
      { name: 'web', command: bin('vitest'), args: ['run'], cwd: join(root, 'apps/web') },
      { name: 'contracts', ...jest('libs/contracts', 'jest.config.cjs') },
      { name: 'databases', ...jest('libs/databases', 'jest.config.cjs', '--coverage') },
      { name: 'bench', ...jest('tools/bench', 'jest.config.cjs') },
      { name: 'soak', ...jest('tools/soak', 'jest.config.cjs') },
      { name: 'setup', command: process.execPath, args: ['--test', ...testsOf(join(root, 'tools/setup'))] },
      { name: 'end-to-end', ...jest('apps/web-e2e', 'jest.config.cjs'), mayRepeat },
      { name: 'lab', ...jest('tools/lab', 'jest.config.cjs'), mayRepeat },
    ],
    [{ name: 'left behind', work: leftBehind }],
  ];
}

function testsOf(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  return names.map((name) => join(folder, name));
}

/**
 * Runs `work` with a folder for all temporary files, by TMPDIR, and with what begins the labs that all steps share. Both
 * are gone afterwards, also after Ctrl-C.
 */
export function withTestLabs(root, env, work) {
  return inTemporaryFolder(root, async (namesLeft) => {
    // Logs are read by people and by us: without colours.
    Object.assign(env, { TMPDIR: process.env.TMPDIR, FORCE_COLOR: '0' });
    let endLabs = async () => undefined;
    const end = () => {
      const ending = endLabs();
      endLabs = async () => undefined;
      return ending;
    };
    const begin = async () => {
      const { beginTestLabs } = await import(pathToFileURL(join(root, 'tools/lab/dist/index.js')).href);
      endLabs = await beginTestLabs();
      env.CUTOVER_TEST_LABS = process.env.CUTOVER_TEST_LABS;
    };
    // A test that fails halfway does not tidy up; what is there when it has failed is that, or is still in use.
    const excused = new Set();
    const beforeRepeat = () => namesLeft().forEach((name) => excused.add(name));
    const leftBehind = async () => {
      await end();
      const names = namesLeft().filter((name) => !excused.has(name));
      if (names.length > 0) throw new Error(`Tests left folders behind: ${names.join(', ')}`);
    };
    try {
      return await work(begin, leftBehind, beforeRepeat);
    } finally {
      await end();
    }
  });
}
