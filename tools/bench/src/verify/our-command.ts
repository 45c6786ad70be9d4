import { join } from 'node:path';
import { startTimed, type TimedProcess, type TimedRun } from './timed-process.js';

/** Our command as users start it: a process, on the pair's least-privileged account. */
export function startVerify(root: string, config: string, table: string, more: readonly string[] = []): TimedProcess {
  const args = ['verify', '--config', config, '--table', table, '--json', ...more];
  return startTimed(process.execPath, [join(root, 'apps/api/dist/cutover.js'), ...args]);
}

/** A run of our command on one table. */
export interface VerifyRun extends TimedRun {
  /** How long the comparison itself took, ms. */
  comparisonMs: number;
  /** How the table was compared; null: it was not. */
  mode: string | null;
  differences: readonly NamedRow[];
}

/** A row that differs, as `--json` names it. */
export interface NamedRow {
  kind: 'missing' | 'extra' | 'changed';
  key: Readonly<Record<string, string | null>>;
}

/** Runs it to the end, whatever comes of it. Throws when it could not look at the table. */
export async function runVerify(root: string, config: string, table: string): Promise<VerifyRun> {
  const run = await startVerify(root, config, table).ended;
  const answer = answerOf(run);
  const [compared] = answer?.tables ?? [];
  if (answer === null || compared === undefined)
    throw new Error(`verify ended with ${run.code}:\n${run.errors}${run.output}`);
  return { ...run, comparisonMs: compared.durationMs, mode: compared.mode, differences: answer.differences };
}

interface Answer {
  differences: NamedRow[];
  tables: { durationMs: number; mode: string | null }[];
}

function answerOf({ output }: TimedRun): Answer | null {
  try {
    return JSON.parse(output) as Answer;
  } catch {
    return null;
  }
}

/** Runs it to the end. Throws when it did not come to the expected verdict: the figure would be worth nothing. */
export async function timeVerify(root: string, config: string, table: string, exitCode = 0): Promise<VerifyRun> {
  const run = await runVerify(root, config, table);
  if (run.code !== exitCode) throw new Error(`verify ended with ${run.code}:\n${run.errors}${run.output}`);
  if (run.differences.length !== exitCode)
    throw new Error(`verify named ${run.differences.length} rows instead of ${exitCode}`);
  return run;
}
