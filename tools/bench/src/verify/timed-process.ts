import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** How one run of a program went. */
export interface TimedRun {
  code: number | null;
  elapsedMs: number;
  /** Largest resident set, bytes, of the process itself. */
  peakRssBytes: number;
  output: string;
  errors: string;
}

/** A program under way. */
export interface TimedProcess {
  ended: Promise<TimedRun>;
  interrupt(): void;
}

const lookEveryMs = 50;

/** Starts a program and watches it until its end. `env`: its environment, in place of ours. */
export function startTimed(program: string, args: readonly string[], env = process.env): TimedProcess {
  const startedMs = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  let errors = '';
  let peakRssBytes = 0;
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const look = setInterval(() => (peakRssBytes = Math.max(peakRssBytes, peakOf(child.pid))), lookEveryMs);
  const ended = once(child, 'close')
    .then((): TimedRun => {
      const elapsedMs = performance.now() - startedMs;
      return { code: child.exitCode, elapsedMs, peakRssBytes, output, errors };
    })
    .finally(() => clearInterval(look));
  return { ended, interrupt: () => child.kill('SIGINT') };
}

/** The kernel's own high-water mark; 0 once the process has ended. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
