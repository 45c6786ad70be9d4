// A test run that is ended before its tests are.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { commandLineOf, findServerPid } from '../src/server/process-table.js';

const root = resolve(__dirname, '../../..');
const url = (path: string): string => JSON.stringify(new URL(`file://${join(root, path)}`).href);

/** What a worker of a test runner is: it starts programs and servers, and nobody asks it to end in good order. */
const worker = `
  import { spawn } from 'node:child_process';
  import { join } from 'node:path';
  import { startLab } from ${url('tools/lab/dist/index.js')};
  await startLab({ home: join(process.env.TMPDIR, 'cutover-own', 'lab'), rows: 1000 });
  const program = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  console.log('worker ' + process.pid + ' program ' + program.pid);
  setInterval(() => undefined, 1000);`;
/** Ended itself, it says nothing to its worker. */
const runner = `
  import { spawn } from 'node:child_process';
  spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(worker)}], { stdio: 'inherit' });`;

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s leaves no worker, no server and no file of it',
  async (signal) => {
    const place = mkdtempSync(join(tmpdir(), 'cutover-ended-'));
    const log = join(place, 'test-results/run/tests.log');
    const script = `
    import { inTemporaryFolder, runSteps } from ${url('tools/setup/run-steps.mjs')};
    const step = { name: 'tests', command: process.execPath, args: ['--input-type=module', '-e', ${JSON.stringify(runner)}] };
    process.exitCode = await inTemporaryFolder(${JSON.stringify(root)}, () =>
      runSteps({ root: ${JSON.stringify(place)}, env: process.env, logFolder: 'run', waves: [[step]] }));`;
    const run = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TMPDIR: place },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((done) => run.once('exit', done));
    try {
      const pids = (): number[] => (existsSync(log) ? (readFileSync(log, 'utf8').match(/\d+/g) ?? []) : []).map(Number);
      while (pids().length < 2 && run.exitCode === null) await new Promise((resume) => setTimeout(resume, 50));
      const [folder] = readdirSync(place).filter((name) => name.startsWith('cutover-test-'));
      const server = (): number | undefined =>
        findServerPid(join(place, folder ?? '', 'cutover-own/lab/source/my.cnf'));
      expect(server()).toBeDefined();
      const started = pids();
      expect(started.map(commandLineOf)).not.toContainEqual([]);
      run.kill(signal);
      expect(await ended).toBe(130);
      expect(started.map(commandLineOf)).toEqual([[], []]);
      expect(server()).toBeUndefined();
      expect(readdirSync(place)).toEqual(['test-results']);
    } finally {
      run.kill('SIGKILL');
      rmSync(place, { recursive: true, force: true });
    }
  },
);
