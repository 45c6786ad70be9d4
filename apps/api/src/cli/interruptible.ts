import { ConfigError } from '../config/config-error.js';
import { messageOf } from '../failures/message-of.js';
import type { Terminal } from './command.js';
import { oneLine } from './verify/text.js';

/** 128 + SIGINT, as shells do. */
const exitInterrupted = 130;

/**
 * Runs what a command does until it ends or Ctrl-C is pressed, and resolves with its exit code. What it rejects with is printed, one line a
 * fault. `verb`: what could not be done then. `interrupted`: what stays behind after Ctrl-C.
 */
export async function runInterruptible(
  terminal: Terminal,
  { verb, interrupted, exitCannotRun }: { verb: string; interrupted: string; exitCannotRun: number },
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupt = new AbortController();
  const forget = terminal.onInterrupt(() => interrupt.abort(new Error('interrupted')));
  try {
    return await work(interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) {
      terminal.complain(`Interrupted: ${interrupted}`);
      return exitInterrupted;
    }
    const complaints =
      error instanceof ConfigError
        ? error.faults.map((fault) => `${error.file}: ${fault}`)
        : [`cannot ${verb}: ${messageOf(error)}`];
    for (const line of complaints) terminal.complain(oneLine(line));
    return exitCannotRun;
  } finally {
    forget();
  }
}
