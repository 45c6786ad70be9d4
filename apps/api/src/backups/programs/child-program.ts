import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { OperationalError } from '../../failures/failures.js';
import { withLargeWrites } from './large-writes.js';

/** A program that is asked to end has so long for it. */
const endWithinMs = 5_000;
/** The last words of a program say why it failed. */
const longestTail = 2_000;

/** A program that runs: what it reads and writes, and how it ends. */
export interface RunningProgram {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when it has ended well; rejects with what it last said. Always handled. */
  readonly ended: Promise<void>;
}

/** Where a program gets only what it needs of our environment: passwords of ours may stand there. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ'];

/**
 * Starts a program without a shell. When the signal is aborted it is asked to end, and killed if it does not. Rejects where it
 * cannot be started. `secrets`: texts that its words must not carry further. `writesLarge`: it prints much, see `withLargeWrites`.
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  {
    signal,
    env = {},
    secrets = [],
    writesLarge = false,
  }: { signal: AbortSignal; env?: Record<string, string>; secrets?: readonly string[]; writesLarge?: boolean },
): Promise<RunningProgram> {
  const [file, ...words] = writesLarge ? await withLargeWrites(program, args) : [program, ...args];
  signal.throwIfAborted();
  const child = spawn(file, words, { env: { ...environment(), ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new OperationalError(
      'PROGRAM_NOT_STARTED',
      `${program} cannot be started. Install it, or look whether the user that Cutover runs as may run it.`,
      { cause },
    );
  }
  const ended = ending(child, program, secrets);
  const stop = (): void => void end(child);
  signal.addEventListener('abort', stop, { once: true });
  // Whoever reads its output hears of its end by it; nobody may be left without a handler.
  ended.catch(() => undefined).finally(() => signal.removeEventListener('abort', stop));
  // A program that ends early closes its input: its exit says why.
  child.stdin.on('error', () => undefined);
  return { input: child.stdin, output: child.stdout, ended };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

async function ending(child: ChildProcess, program: string, secrets: readonly string[]): Promise<void> {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (tail = (tail + text).slice(-longestTail)));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return;
  const how = signal === null ? `exit code ${code}` : `ended by ${signal}`;
  throw new OperationalError(
    'PROGRAM_FAILED',
    `${program}: ${how}: ${withoutSecrets(tail.trim(), secrets) || 'it said nothing'}`,
  );
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function end(child: ChildProcess): void {
  child.kill('SIGTERM');
  const kill = setTimeout(() => {
    child.kill('SIGKILL');
    // What it has started may hold them open, and its end is told when they are closed.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, endWithinMs);
  child.once('close', () => clearTimeout(kill));
}
