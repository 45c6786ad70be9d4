import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { judgeVerify, type VerifyAnswer } from '../oracle/judge-verify.js';
import { limits } from '../oracle/limits.js';
import type { Random } from '../random.js';
import { soakDatabase } from '../stage/soak-rows.js';
import type { Stage } from '../stage/stage.js';
import type { AnswerBook } from './answer-book.js';

/** Beyond this even a disturbed one is ended, and another is begun. */
const longestMs = 2 * limits.endsWithinMs;
const who = 'cli verify';

/** Runs `cutover verify` again and again, as a user would, until the signal. */
export async function runVerify(
  { api, oracle }: Stage,
  book: AnswerBook,
  { root, random, signal }: { root: string; random: Random; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    // The pair that takes each other's names is asked for as often as everything: a short run is under way at any DDL.
    const tables = random.chance(0.5) ? ['swap_left', 'swap_right'] : null;
    const program = join(root, 'apps/api/dist/cutover.js');
    const given = await verifyOnce([program, 'verify', '--config', api.configPath, '--json'], tables, signal);
    if (signal.aborted) return;
    const says = given.exitCode === null ? 'ended by us' : `exit ${given.exitCode}`;
    book.add({ who, atMs: given.endedMs, says, given, judge: () => judgeVerify(oracle, given) });
    await pause(random.between(200, 4000), undefined, { signal }).catch(() => undefined);
  }
}

async function verifyOnce(
  command: readonly string[],
  tables: readonly string[] | null,
  signal: AbortSignal,
): Promise<VerifyAnswer> {
  const startedMs = Date.now();
  const chosen = (tables ?? []).flatMap((name) => ['--table', `${soakDatabase}.${name}`]);
  const child = spawn(process.execPath, [...command, ...chosen], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors = (errors + text.toString()).slice(-2000)));
  const end = (): boolean => child.kill('SIGKILL');
  const timer = setTimeout(end, longestMs);
  signal.addEventListener('abort', end, { once: true });
  await once(child, 'close');
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  return { startedMs, endedMs: Date.now(), tables, exitCode: child.exitCode, report: parse(output), errors };
}

function parse(output: string): VerifyAnswer['report'] {
  try {
    return JSON.parse(output) as VerifyAnswer['report'];
  } catch {
    return null;
  }
}
