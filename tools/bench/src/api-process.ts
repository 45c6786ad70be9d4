import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The built API, run as users run it. */
export interface ApiProcess {
  pid: number;
  url: string;
  /** Ends it with SIGTERM and resolves with its exit code. */
  stop(): Promise<number | null>;
}

const startTimeoutMs = 30_000;

/** Starts `apps/api/dist/main.js`. Throws with its last output when it does not serve in time. */
export async function startApi(root: string, configPath: string, port: number): Promise<ApiProcess> {
  const child = spawn(process.execPath, [join(root, 'apps/api/dist/main.js')], {
    cwd: root,
    env: { ...process.env, CUTOVER_CONFIG: configPath, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = lastOutputOf(child);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`${url}/api/health/live`).catch(() => null);
    if (answer?.ok && child.pid !== undefined) return { pid: child.pid, url, stop: () => stop(child) };
    await delay(100);
  }
  await stop(child);
  throw new Error(`The API did not start:\n${output()}`);
}

function lastOutputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4000)));
  return () => text;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return child.exitCode;
}
