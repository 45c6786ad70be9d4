import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenEngines } from './matrix.mjs';

test('the matrix runs all engines unless one is named', () => {
  assert.deepEqual(chosenEngines(['--write']), ['mariadb', 'postgres']);
  assert.deepEqual(chosenEngines(['--write', '--engine', 'postgres']), ['postgres']);
  assert.deepEqual(chosenEngines(['--engine=mariadb']), ['mariadb']);
});
