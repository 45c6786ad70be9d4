// Runs Jest for the matrix, on one pair of servers that runs already.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresIn } from './failures.mjs';
import { runQuietly } from './processes.mjs';

/**
 * Runs the tests that `args` name on the lab in `home`. Resolves with the exit code, the results of each file as Jest's
 * `--json` has them, and how many tests failed. Of what Jest prints only failures are shown, since pairs run side by side.
 */
export async function runJest({ root, folder, home, args, env }) {
  const json = join(folder, 'jest.json');
  const { code, output } = await runQuietly(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), ...args, '--json', `--outputFile=${json}`],
    {
      cwd: join(root, 'apps/api'),
      env: { ...process.env, ...env, FORCE_COLOR: '0', CUTOVER_TEST_LAB_HOME: home },
      hasOwnGroup: true,
    },
  );
  if (!existsSync(json)) throw new Error(`Jest ended with ${code} and wrote no results:\n${output}`);
  if (code !== 0) for (const failure of failuresIn(output)) console.log(`\n${failure}`);
  const { testResults } = JSON.parse(readFileSync(json, 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return { code, testResults, failed: tests.filter(({ status }) => status === 'failed').length };
}

/** The results of the one file whose name contains `name`. */
export function resultsOf(testResults, name) {
  return testResults.find((file) => file.name.includes(name)).assertionResults;
}
