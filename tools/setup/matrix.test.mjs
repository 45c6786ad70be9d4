import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { chosenEngines } from './matrix.mjs';

test('the matrix runs all engines unless one is named', () => {
  assert.deepEqual(chosenEngines(['--write']), ['mariadb', 'postgres']);
  assert.deepEqual(chosenEngines(['--write', '--engine', 'postgres']), ['postgres']);
  assert.deepEqual(chosenEngines(['--engine=mariadb']), ['mariadb']);
});

test('--engine without one that is known ends with those that are, before anything runs', () => {
  for (const args of [['--engine'], ['--engine', 'oracle']]) {
    const module = JSON.stringify(new URL('matrix.mjs', import.meta.url).href);
    const code = `import(${module}).then(({ chosenEngines }) => chosenEngines(${JSON.stringify(args)}))`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /--engine takes mariadb or postgres/);
  }
});
