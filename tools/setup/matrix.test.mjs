import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { chosenEngines } from './matrix.mjs';

test('the matrix runs all engines unless one is named', () => {
  assert.deepEqual(chosenEngines(['--write']), ['mariadb', 'postgres']);
  assert.deepEqual(chosenEngines(['--write', '--engine', 'postgres']), ['postgres']);
  assert.deepEqual(chosenEngines(['--engine=mariadb']), ['mariadb']);
});

test('what is not known ends with what is, before anything runs', () => {
  for (const [args, said] of [
    [['--engine'], /--engine takes mariadb or postgres/],
    [['--engine', 'oracle'], /--engine takes mariadb or postgres/],
    [['--help'], /Usage: npm run test:matrix -- \[--engine mariadb\|postgres\] \[--write\]\. Not known: --help/],
    [['--write', 'mysql'], /Not known: mysql/],
  ]) {
    const module = JSON.stringify(new URL('matrix.mjs', import.meta.url).href);
    const code = `import(${module}).then(({ chosenEngines }) => chosenEngines(${JSON.stringify(args)}))`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, said);
  }
});
