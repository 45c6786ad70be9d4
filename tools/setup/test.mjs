// The whole of `npm test`, step by step, cheapest first; every step runs even when an earlier one failed, so that one run shows all.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { failuresIn } from './failures.mjs';
import { isStopping, runQuietly } from './processes.mjs';

const steps = [
  ['format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['build', 'npx', ['nx', 'run-many', '-t', 'build']],
  ['types', 'npx', ['nx', 'run-many', '-t', 'typecheck']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  [
    'unit',
    'npx',
    ['nx', 'run-many', '-t', 'test', '--exclude', '@cutover/lab', '@cutover/web-e2e', '--outputStyle=stream'],
  ],
  ['lab', 'npm', ['test', '--silent', '-w', '@cutover/lab']],
  ['integration', 'npm', ['run', '--silent', 'test:integration', '-w', '@cutover/api']],
  ['end-to-end', 'npm', ['test', '--silent', '-w', '@cutover/web-e2e']],
];
/** As measured with two cores, quiet and busy. */
const usual = 'about 8 minutes on two cores that are free, up to 12 where they are busy';

/** Runs every step; resolves with 0 when all passed. What a step prints is kept in a file, and what failed is said at the end. */
export async function test(root, env) {
  const folder = join(root, 'test-results/npm-test');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  console.log(`${steps.length} steps, ${usual}. What they print: ${relative(root, folder)}/\n`);
  const failed = [];
  const startedMs = performance.now();
  for (const [name, command, args] of steps) {
    if (isStopping()) return 130;
    const stepMs = performance.now();
    const { code, output } = await runQuietly(command, args, { cwd: root, env: { ...env, FORCE_COLOR: '0' } });
    if (isStopping()) return 130;
    const log = join(folder, `${name}.log`);
    writeFileSync(log, `${output}\n`);
    const seconds = ((performance.now() - stepMs) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.padStart(6)} s`);
    if (code !== 0) failed.push({ name, output, log: relative(root, log) });
  }
  for (const { name, output, log } of failed)
    console.log(`\n━━ ${name} failed (all of it: ${log})\n${failuresIn(output)}`);
  console.log(`\nin ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  console.log(`steps: ${steps.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}
