// One line for each step of a long command: what it does while it runs (on a terminal), then how long it took.
import { performance } from 'node:perf_hooks';

const isTerminal = process.stdout.isTTY === true;
const nameWidth = 40;

/**
 * Runs one step. `work` is given a function that says how far it is; a terminal shows that in place, anything else gets
 * the finished line alone. Resolves to what the work does; a failure ends the line and passes through.
 */
export async function step(name, work) {
  const startMs = performance.now();
  const show = (text) => isTerminal && process.stdout.write(`\r\u001b[K  ${name} ${text}`);
  show('…');
  try {
    const result = await work((detail) => show(`… ${detail}`));
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    process.stdout.write(`${isTerminal ? '\r\u001b[K' : ''}  ${name.padEnd(nameWidth)} ${seconds.padStart(6)} s\n`);
    return result;
  } catch (error) {
    if (isTerminal) process.stdout.write('\n');
    throw error;
  }
}
