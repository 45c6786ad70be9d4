import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedFilesIn, failuresIn } from './failures.mjs';

test('names a test of Jest with its message, once, without the frames of packages', () => {
  const told = [
    '  ● a run › ends its statements',
    '',
    '    Expected: 0',
    '    Received: 1',
    '      at Object.toBe (test/a.spec.ts:3:1)',
    '      at run (../../node_modules/jest/build/index.js:1:1)',
  ];
  const others = ['PASS test/b.spec.ts (8 s)', '  ● Console', '    console.warn', '      careful'];
  const ending = ['Summary of all failing tests', ...told, 'Tests: 1 failed, 1 total'];
  const log = ['FAIL test/a.spec.ts', ...told, ...others, ...ending];
  assert.deepEqual(failuresIn(log.join('\n')), [
    '● a run › ends its statements\n    Expected: 0\n    Received: 1\n      at Object.toBe (test/a.spec.ts:3:1)',
  ]);
});

test('names coverage that is too low', () => {
  const log = [
    'PASS src/a.spec.ts',
    'Jest: "./src/lag/" coverage threshold for lines (90%) not met: 80%',
    'Tests: 9 passed',
  ];
  assert.deepEqual(failuresIn(log.join('\n')), ['Jest: "./src/lag/" coverage threshold for lines (90%) not met: 80%']);
});

test('names a test of Vitest', () => {
  const log = ' FAIL  src/a.spec.ts > a row > is shown\nAssertionError: expected 1 to be 2\n Test Files  1 failed';
  assert.deepEqual(failuresIn(log), ['FAIL  src/a.spec.ts > a row > is shown\nAssertionError: expected 1 to be 2']);
});

test('gives the complaints of a compiler, and the end of a log that names nothing', () => {
  assert.deepEqual(failuresIn('building\n@cutover/api: src/a.ts(1,2): error TS2304: Cannot find name\ndone'), [
    'src/a.ts(1,2): error TS2304: Cannot find name',
  ]);
  assert.deepEqual(failuresIn('one\n\u001b[31mtwo\u001b[39m\n'), ['one\ntwo']);
});

test('names the files of Jest that failed, once', () => {
  const log = ['PASS lab test/a.spec.ts', 'FAIL api integration test/b.int.spec.ts (8 s)', 'FAIL lab ../c.spec.ts'];
  const ended = 'Ran all test suites.';
  assert.deepEqual(failedFilesIn([...log, ...log, ended].join('\n')), ['test/b.int.spec.ts', '../c.spec.ts']);
  // It ended early: what it has not run would pass unseen.
  assert.deepEqual(failedFilesIn(log.join('\n')), []);
  assert.deepEqual(failedFilesIn('Jest: "global" coverage threshold for lines (95%) not met: 94%'), []);
});
