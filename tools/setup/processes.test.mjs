import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const processes = fileURLToPath(new URL('processes.mjs', import.meta.url));

/** What a command does: it starts a program, and goes on until it is told to stop. */
const command = `
  const { run, whenStopping } = await import(${JSON.stringify(processes)});
  void run(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)']);
  await whenStopping;
  console.log('stopping');
`;

test('a command of npm and what it has started end when npm is ended, which tells only its shell', async () => {
  const env = { ...process.env, npm_lifecycle_event: 'demo', COMMAND: command };
  const shell = spawn('sh', ['-c', `"${process.execPath}" --input-type=module -e "$COMMAND"; true`], { env });
  let said = '';
  shell.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(shell.stdout, 'end');
  await once(shell.stdout, 'data');
  shell.kill('SIGTERM');
  // The pipe ends with the last process that holds it.
  await ended;
  assert.match(said, /stopping/);
  assert.throws(() => process.kill(Number.parseInt(said, 10), 0), { code: 'ESRCH' });
});
