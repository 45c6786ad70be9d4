// Child processes that end with us, and never outlive us.
import { spawn } from 'node:child_process';

/** How each child that runs is told to end. */
const running = new Set();
let isEnding = false;
let tellStopping;
/** Resolves at Ctrl-C, at SIGTERM, and when the terminal is closed (SIGHUP). */
export const whenStopping = new Promise((resolve) => (tellStopping = resolve));

/** True once one of these signals was received. */
export const isStopping = () => isEnding;

// A terminal that is closed takes no more words; that is no reason to leave processes behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

function stop() {
  isEnding = true;
  tellStopping();
  // The children of an interactive Ctrl-C got it from the terminal already; a second SIGTERM does no harm.
  for (const end of running) end('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

const parentPollMs = 500;

// npm hands a signal to the shell between us, which ends without telling us.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    stop();
  }, parentPollMs);
  poll.unref();
}

/**
 * Starts a program in the foreground of our terminal.
 * With `hasOwnGroup` it is given a process group (and no terminal to read from), which ends as a whole: a test runner that
 * is ended leaves its workers, and they what they have started. Resolves with its exit code (128 + 15 when a signal ended it).
 */
export function start(command, args, { hasOwnGroup = false, ...options } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', detached: hasOwnGroup, ...options });
  const end = (signal) => (hasOwnGroup ? signalGroup(child.pid, signal) : child.kill(signal));
  running.add(end);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      running.delete(end);
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.on('close', async (code) => {
      if (hasOwnGroup) await endGroup(child.pid);
      running.delete(end);
      resolve(code ?? 143);
    });
  });
  return { child, ended };
}

/** More than the API takes to close. */
const groupTimeoutMs = 15_000;

/** Ends what is left of a group whose first process has ended. */
async function endGroup(group) {
  const deadline = Date.now() + groupTimeoutMs;
  if (!signalGroup(group, 'SIGTERM')) return;
  while (Date.now() < deadline && signalGroup(group, 0)) await new Promise((resolve) => setTimeout(resolve, 50));
  signalGroup(group, 'SIGKILL');
}

/** False when there is nobody in the group any more. */
function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
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
