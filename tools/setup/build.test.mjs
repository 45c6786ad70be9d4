import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

test('what tsc remembers of a build goes with its output', () => {
  const projects = ['apps', 'libs', 'tools']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)))
    .filter((project) => existsSync(join(root, project, 'tsconfig.json')));
  const options = projects.map((project) => {
    const shown = spawnSync(process.execPath, [tsc, '--showConfig', '-p', join(root, project)], { encoding: 'utf8' });
    return { project, ...JSON.parse(shown.stdout).compilerOptions };
  });
  const built = options.filter(({ noEmit }) => !noEmit);
  assert.ok(built.length >= 4);
  // Beside the output instead, tsc would take a project whose output was removed for built.
  const elsewhere = built.filter(({ outDir, tsBuildInfoFile }) => !tsBuildInfoFile?.startsWith(`${outDir}/`));
  assert.deepEqual(
    elsewhere.map(({ project }) => project),
    [],
  );
});
