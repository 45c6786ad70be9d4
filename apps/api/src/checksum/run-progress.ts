import type { ChecksumMode, ChecksumResult, ChecksumRun, RunState, Verdict } from '@cutover/contracts';

/** From worst to best: what one table says of the whole run. */
const severity: Record<Verdict, number> = { diverged: 3, unverified: 2, lagging: 1, matched: 0 };

/** The worst of the verdicts; null of none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.reduce<Verdict | null>(
    (worst, verdict) => (worst === null || severity[verdict] > severity[worst] ? verdict : worst),
    null,
  );
}

/** A run before its first table. */
export function newRun(
  about: Pick<ChecksumRun, 'id' | 'migration' | 'trigger'> & { mode: ChecksumMode; tables: number; now: string },
): ChecksumRun {
  const { id, migration, trigger, mode, tables, now } = about;
  return {
    ...{ id, migration, trigger, mode },
    ...{ state: 'running', verdict: null, reason: null },
    tables: { total: tables, done: 0, current: [] },
    results: [],
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
  return {
    ...run,
    results,
    verdict: worstVerdict(results.map(({ verdict }) => verdict)),
    tables: { ...run.tables, done: results.length, current: [] },
  };
}

/** The run at the start of a new process, with the results it had; it goes on when the servers answer. */
export function takenUp(run: ChecksumRun, results: readonly ChecksumResult[]): ChecksumRun {
  const { progress: _, ...rest } = run;
  return {
    ...rest,
    results: [...results],
    verdict: worstVerdict(results.map(({ verdict }) => verdict)),
    tables: { ...run.tables, done: results.length, current: [] },
    pausedBecause: 'Cutover was started again; the run goes on when both servers answer',
  };
}

/** The run at its end; tables it did not come to simply have no result in it. */
export function ended(
  run: ChecksumRun,
  state: Exclude<RunState, 'running'>,
  reason: string | null,
  now: string,
): ChecksumRun {
  const { progress: _, pausedBecause: __, ...rest } = run;
  return { ...rest, state, reason, tables: { ...run.tables, current: [] }, finishedAt: now };
}
