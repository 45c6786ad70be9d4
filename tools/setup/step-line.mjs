// One line for each step of a long command: what it does while it runs (on a terminal), then how long it took.
import { performance } from 'node:perf_hooks';

const isTerminal = process.stdout.isTTY === true && process.env.TERM !== 'dumb';
const nameWidth = 40;
const tickMs = 500;
const clear = '\r\u001b[K';

/**
 * Runs one step. `work` is given a function that says how far it is; a terminal shows that in place, with the seconds that
 * have passed; anything else gets a line at the beginning and one at the end. Resolves to what the work does; a failure clears the line
 * and passes through.
 */
export async function step(name, work) {
  const startMs = performance.now();
  const line = () => `  ${name.padEnd(nameWidth)} ${((performance.now() - startMs) / 1000).toFixed(1).padStart(6)} s`;
  // Who reads it later, or through a pipe, sees at once what is being done.
  if (!isTerminal) process.stdout.write(`  ${name} …\n`);
  let detail = '';
  // Never a line that wraps: it could not be written over.
  const show = () => process.stdout.write(clear + `${line()}  ${detail}`.slice(0, (process.stdout.columns || 80) - 1));
  const ticking = isTerminal ? setInterval(show, tickMs) : undefined;
  try {
    const result = await work((text) => (detail = text));
    process.stdout.write(`${isTerminal ? clear : ''}${line()}\n`);
    return result;
  } catch (error) {
    if (isTerminal) process.stdout.write(clear);
    throw error;
  } finally {
    clearInterval(ticking);
  }
}
