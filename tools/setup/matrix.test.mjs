import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { chosenRun } from './matrix.mjs';

test('the matrix runs all engines unless one is named', () => {
  assert.deepEqual(chosenRun(['--write']), { engines: ['mariadb', 'postgres'], pair: undefined, isWritten: true });
  assert.deepEqual(chosenRun(['--write', '--engine', 'postgres']).engines, ['postgres']);
  assert.deepEqual(chosenRun(['--engine=mariadb']), { engines: ['mariadb'], pair: undefined, isWritten: false });
});

test('one pair of an engine is named by its servers', () => {
  for (const args of [['--pair', '17 18'], ['--pair=17 18']]) {
    const { pair } = chosenRun(['--engine', 'postgres', ...args]);
    assert.deepEqual(
      pair.map(({ packages }) => packages),
      ['postgresql-17', 'postgresql-18'],
    );
  }
});

test('what is not known ends with what is, before anything runs', () => {
  for (const [args, said] of [
    [['--engine'], /--engine takes mariadb or postgres/],
    [['--engine', 'oracle'], /--engine takes mariadb or postgres/],
    [
      ['--help'],
      /Usage: npm run test:matrix -- \[--engine mariadb\|postgres \[--pair "SOURCE TARGET"\]\] \[--write\]\. Not known: --help/,
    ],
    [['--write', 'mysql'], /Not known: mysql/],
    [['--pair', '17 18'], /--pair needs --engine/],
    [['--engine', 'postgres', '--pair'], /--pair takes one of .*"own 18".*, not ""/],
    [['--engine', 'postgres', '--pair', '18 17'], /"17 18".*, not "18 17"/],
  ]) {
    const module = JSON.stringify(new URL('matrix.mjs', import.meta.url).href);
    const code = `import(${module}).then(({ chosenRun }) => chosenRun(${JSON.stringify(args)}))`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, said);
  }
});
