import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { labEngine } from './lab-engine.mjs';

const withRoot = (work) => {
  const root = mkdtempSync(join(tmpdir(), 'cutover-setup-'));
  try {
    work(root);
  } finally {
    rmSync(root, { recursive: true });
  }
};
const layLab = (folder, state) => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'lab.json'), state);
};

test('a lab is MariaDB unless another engine is named', () => {
  withRoot((root) => {
    assert.equal(labEngine(root, root, ['up'], {}), 'mariadb');
    assert.equal(labEngine(root, root, ['up', '--engine', 'postgres'], {}), 'postgres');
    assert.equal(labEngine(root, root, ['--engine=postgres', 'up'], {}), 'postgres');
  });
});

test('a command without --engine is about the engine of the lab that is there', () => {
  withRoot((root) => {
    layLab(join(root, '.lab'), '{"engine":"postgres"}');
    layLab(join(root, 'old'), '{"format":1}');
    layLab(join(root, 'torn'), '{"engi');
    assert.equal(labEngine(root, root, ['break', 'slot-dropped'], {}), 'postgres');
    assert.equal(labEngine(root, root, ['status', '--home', 'old'], {}), 'mariadb');
    assert.equal(labEngine(root, root, ['status', '--home=torn'], {}), 'mariadb');
    assert.equal(labEngine(root, '/', ['status'], { CUTOVER_LAB_HOME: join(root, '.lab') }), 'postgres');
  });
});
