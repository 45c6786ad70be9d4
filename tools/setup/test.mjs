// The whole of `npm test`, step by step, cheapest first; every step runs even when an earlier one failed, so that one run shows all.
import { isStopping, run } from './processes.mjs';

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

/** Runs every step; resolves with 0 when all passed. */
export async function test(root, env) {
  const outcomes = [];
  for (const [name, command, args] of steps) {
    if (isStopping()) return 130;
    console.log(`\n━━ ${name}`);
    const startedMs = performance.now();
    const code = await run(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    outcomes.push({ name, code, seconds: (performance.now() - startedMs) / 1000 });
  }
  console.log('');
  for (const { name, code, seconds } of outcomes)
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s`);
  const failed = outcomes.filter((o) => o.code !== 0).length;
  const total = outcomes.reduce((sum, o) => sum + o.seconds, 0);
  console.log(`in ${total.toFixed(0)} s\nsteps: ${outcomes.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
