import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The built API, run as users run it: a process of its own. */
export interface CutoverProcess {
  readonly pid: number;
  /** Without a slash at the end. */
  readonly url: string;
  /** The last it printed, log lines included; and how it ended, once it has. */
  output(): string;
  /** Ends it with SIGTERM and resolves with its exit code (null: a signal ended it). */
  stop(): Promise<number | null>;
  /** Ends it as a crash would, with SIGKILL. */
  kill(): Promise<void>;
}

const startTimeoutMs = 120_000;
const keptOutputChars = 200_000;

/**
 * Starts `apps/api/dist/api.js` and waits until it serves.
 * @throws with its last output when it ends or does not serve within two minutes.
 */
export async function startCutover(root: string, configPath: string, port: number): Promise<CutoverProcess> {
  // The option of `npm start`: what lives for a moment only is collected early, which keeps the process small.
  const child = spawn(process.execPath, ['--max-semi-space-size=2', join(root, 'apps/api/dist/api.js')], {
    cwd: root,
    env: { ...process.env, CUTOVER_CONFIG: configPath, NODE_ENV: 'production', CUTOVER_STARTED_BY: 'lab' },
    // By the channel it learns that a test run was killed, and ends too.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = lastOutputOf(child);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startTimeoutMs;
  while (!hasEnded(child) && Date.now() < deadline) {
    const answer = await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(1000) }).catch(() => null);
    if (answer?.ok && child.pid !== undefined)
      return {
        pid: child.pid,
        url,
        output,
        stop: () => end(child, 'SIGTERM'),
        kill: async () => void (await end(child, 'SIGKILL')),
      };
    await delay(50);
  }
  const code = await end(child, 'SIGKILL');
  throw new Error(`The API did not start (exit code ${code}):\n${output()}`);
}

function lastOutputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-keptOutputChars)));
  // Who finds it gone wants to know whether it left, crashed, or was killed.
  child.once('exit', (code, signal) => (text += `\n(it ended with ${signal ?? `exit code ${code}`})\n`));
  return () => text;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (!hasEnded(child)) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return child.exitCode;
}
