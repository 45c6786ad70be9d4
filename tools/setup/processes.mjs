// Child processes that end with us, and never outlive us.
import { spawn } from 'node:child_process';

const running = new Set();
let isEnding = false;
let tellStopping;
/** Resolves at Ctrl-C, at SIGTERM, and when the terminal is closed (SIGHUP). */
export const whenStopping = new Promise((resolve) => (tellStopping = resolve));

/** True once one of these signals was received. */
export const isStopping = () => isEnding;

// A terminal that is closed takes no more words; that is no reason to leave processes behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    isEnding = true;
    tellStopping();
    // The children of an interactive Ctrl-C got it from the terminal already; a second SIGTERM does no harm.
    for (const child of running) child.kill('SIGTERM');
  });

/**
 * Starts a program in the foreground of our terminal.
 * Resolves with its exit code (128 + 15 when a signal ended it).
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  running.add(child);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve(code ?? 143);
    });
  });
  return { child, ended };
}

/** Runs to the end and resolves with the exit code. */
export function run(command, args, options) {
  return start(command, args, options).ended;
}

/** Runs to the end without a word; resolves with the exit code and all that was printed, for whoever wants to show it. */
export async function runQuietly(command, args, options = {}) {
  const { child, ended } = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (data) => (output += data);
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return { code: await ended, output: output.trim() };
}
