// Keeps every core of the machine busy, as another program on it would.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Ends by itself when whoever started it is gone. */
const spin = 'const parent = process.ppid; while (process.ppid === parent);';

/** Starts one process a core; answers what ends them. */
export function keepCoresBusy() {
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', spin], { stdio: 'ignore' }),
  );
  return () => children.forEach((child) => child.kill('SIGKILL'));
}
