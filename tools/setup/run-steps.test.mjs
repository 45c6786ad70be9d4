import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runSteps } from './run-steps.mjs';
import { endOf } from './test-long.mjs';

const root = mkdtempSync(join(tmpdir(), 'run-steps-'));
after(() => rmSync(root, { recursive: true }));

/** Stands for Jest: of all its files those in `unsteady` fail, and pass when they are run again; those in `wrong` fail always. */
writeFileSync(
  join(root, 'jest.mjs'),
  `const { unsteady, wrong } = JSON.parse(process.argv[2]);
const again = process.argv.slice(4);
const failed = again.length > 0 ? wrong.filter((file) => again.includes(file)) : [...unsteady, ...wrong];
for (const file of failed) console.log('FAIL ' + file + '\\n  ● ' + file + ' fails');
console.log('Ran all test suites.');
process.exit(failed.length > 0 ? 1 : 0);`,
);

const outcome = (files, mayRepeat) =>
  outcomeOf([{ name: 'all', command: process.execPath, args: ['jest.mjs', JSON.stringify(files)], mayRepeat }]);

async function outcomeOf(steps, endsBy) {
  const told = [];
  const { log } = console;
  console.log = (text) => told.push(text);
  try {
    return {
      code: await runSteps({ root, env: process.env, logFolder: 'log', waves: [steps], endsBy }),
      told: told.join('\n'),
    };
  } finally {
    console.log = log;
  }
}

test('a file that passes when it is run again is told, with how it failed', async () => {
  const { code, told } = await outcome({ unsteady: ['a.spec.ts'], wrong: [] }, 1);
  assert.equal(code, 0);
  assert.match(told, /ok {3}all .* run again by itself: a\.spec\.ts/);
  assert.match(told, /all is unsteady: it passed when run again.*\n\n● a\.spec\.ts fails/);
});

test('a file that fails again, or too many at once, or of a step that may not, is a failure', async () => {
  const both = await outcome({ unsteady: ['a.spec.ts'], wrong: ['b.spec.ts'] }, 2);
  assert.equal(both.code, 1);
  // How it failed at first, too: the second failure may be another.
  assert.match(
    both.told,
    /all failed at first[^]*● a\.spec\.ts fails[^]*all failed again.*log\/all again\.log[^]*● b\.spec\.ts fails/,
  );
  assert.equal((await outcome({ unsteady: ['a.spec.ts', 'b.spec.ts'], wrong: [] }, 1)).code, 1);
  assert.equal((await outcome({ unsteady: ['a.spec.ts'], wrong: [] }, undefined)).code, 1);
});

test('a step that would not be over in time is left out, and that is told', async () => {
  const done = [];
  const step = (name, minutes) => ({ name, minutes, work: async () => void done.push(name) });
  const { code, told } = await outcomeOf([step('long', 10), step('short', 1), step('always')], Date.now() + 5 * 60_000);
  assert.equal(code, 0);
  assert.deepEqual(done, ['short', 'always']);
  assert.match(told, /left out {2}long: it takes about 10 min, and 5 are left/);
  assert.match(told, /steps: 2 passed, 0 failed, 1 left out for want of time/);
});

test('when a run is to be over stands in minutes', () => {
  assert.equal(endOf([]), Infinity);
  assert.equal(endOf(['--within', '3'], 1_000), 181_000);
  assert.equal(endOf(['--within', '-2'], 1_000), -119_000);
  for (const args of [['--within'], ['--within', 'soon'], ['--fast'], ['--within', '3', 'more']])
    assert.throws(() => endOf(args), /usage: npm run test:long/);
});
