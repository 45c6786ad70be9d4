import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runSteps } from './run-steps.mjs';

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

async function outcome(files, mayRepeat) {
  const told = [];
  const { log } = console;
  console.log = (text) => told.push(text);
  const step = { name: 'all', command: process.execPath, args: ['jest.mjs', JSON.stringify(files)], mayRepeat };
  try {
    return {
      code: await runSteps({ root, env: process.env, logFolder: 'log', waves: [[step]] }),
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
