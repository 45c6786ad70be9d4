import {
  countVerdicts,
  isDefinedOtherwise,
  worstVerdict,
  type ChecksumResult,
  type ChecksumRun,
  type RunProgress,
  type RunState,
} from '@cutover/contracts';
import { isProof } from '../../results/last-proof.js';

/** The run without its results: small enough to be sent with every change. */
export function progressOf({ results: _, ...progress }: ChecksumRun): RunProgress {
  return progress;
}

/** A run before its first table. */
export function newRun(
  about: Pick<ChecksumRun, 'id' | 'migration' | 'trigger'> & { tables: number; now: string },
): ChecksumRun {
  const { id, migration, trigger, tables, now } = about;
  return {
    ...{ id, migration, trigger, mode: null },
    ...{ state: 'running', verdict: null, reason: null },
    tables: { total: tables, done: 0, current: [] },
    results: [],
    verdicts: countVerdicts([]),
    startedAt: now,
    finishedAt: null,
  };
}

/** The run while `table` is being compared. */
export function withCurrent(run: ChecksumRun, table: string): ChecksumRun {
  return { ...run, tables: { ...run.tables, current: [table] } };
}

/** The run with one more result. */
export function withResult(run: ChecksumRun, result: ChecksumResult): ChecksumRun {
  const results = [...run.results, result];
  const verdicts = { ...run.verdicts, [result.verdict]: run.verdicts[result.verdict] + 1 };
  const isOtherwise = run.verdict === 'diverged' || isDefinedOtherwise(result);
  return {
    ...run,
    ...{ results, verdicts, verdict: isOtherwise ? 'diverged' : worstVerdict(verdicts), mode: result.mode ?? run.mode },
    tables: { ...run.tables, done: results.length, current: [] },
  };
}

/** The run of an earlier process, with the results it had. It goes on when the servers answer. */
export function resumedRun(run: ChecksumRun, results: readonly ChecksumResult[]): ChecksumRun {
  const { progress: _, ...rest } = run;
  return {
    ...withResults(rest, results),
    tables: { ...run.tables, done: results.length, current: [] },
    pausedBecause: 'Cutover was started again; the run goes on when both servers answer',
  };
}

/** The run at its end. Tables that it did not reach have no result in it. */
export function ended(
  run: ChecksumRun,
  state: Exclude<RunState, 'running'>,
  reason: string | null,
  now: string,
): ChecksumRun {
  const { progress: _, pausedBecause: __, ...rest } = run;
  return { ...rest, state, reason, tables: { ...run.tables, current: [] }, finishedAt: now };
}

/**
 * The run at its end, with what became void since its tables were compared: a transaction that was skipped, say. Whoever waits for
 * the run must not read in it what no longer holds. `find`: the last result of a table.
 */
export function withVoidProofs(run: ChecksumRun, find: (table: string) => ChecksumResult | null): ChecksumRun {
  const results = run.results.map((result) => {
    const last = find(result.table);
    return isProof(result) && last?.voided ? last : result;
  });
  return results.every((result, index) => result === run.results[index]) ? run : withResults(run, results);
}

function withResults(run: ChecksumRun, results: readonly ChecksumResult[]): ChecksumRun {
  const verdicts = countVerdicts(results);
  const verdict = results.some(isDefinedOtherwise) ? 'diverged' : worstVerdict(verdicts);
  return { ...run, results: [...results], verdicts, verdict };
}
