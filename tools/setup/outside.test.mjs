import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { quietNx } from './need.mjs';
import { foldersOutside } from './outside.mjs';

const modules = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules');
const run = (args, cwd, env) => spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });

for (const name of ['short', 'long-'.repeat(14)])
  test(`Nx and swc leave nothing outside of a workspace with a ${name.slice(0, 5)} path`, () => {
    const place = mkdtempSync(join(realpathSync(tmpdir()), 'cutover-setup-'));
    const [root, home] = [join(place, name), join(place, 'home')];
    try {
      for (const folder of [root, home]) mkdirSync(folder);
      writeFileSync(join(root, 'nx.json'), '{ "analytics": false }');
      writeFileSync(join(root, 'package.json'), '{ "name": "small", "private": true }');
      symlinkSync(modules, join(root, 'node_modules'));
      const env = { ...quietNx(root), HOME: home };
      const nx = run([join(modules, 'nx/dist/bin/nx.js'), 'show', 'projects'], root, env);
      assert.equal(nx.status, 0, nx.stderr);
      assert.equal(run(['-e', "require('@swc/core')"], root, env).status, 0);
      assert.deepEqual(foldersOutside(root, home), []);
      assert.deepEqual(readdirSync(home), []);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
