import type { ChecksumResult, RowDifference } from '@cutover/contracts';
import type { Fault } from './fault.js';
import { judgeComparison, nameOf } from './judge-comparison.js';
import { limits } from './limits.js';
import type { Oracle } from './oracle.js';

/** One `cutover verify --json`. */
export interface VerifyAnswer {
  readonly startedMs: number;
  readonly endedMs: number;
  /** The tables it was asked for, by their names; null: all. */
  readonly tables: readonly string[] | null;
  /** null: it was ended by us, because it did not end by itself. */
  readonly exitCode: number | null;
  /** What it printed on stdout, when that was JSON. */
  readonly report: {
    readonly tables: ChecksumResult[];
    readonly differences: Pick<RowDifference, 'table' | 'kind' | 'key'>[];
  } | null;
  readonly errors: string;
}

const who = 'cli verify';

/** The exit code by the time of the whole command, every table by its own time, every row that is named by that of its table. */
export function judgeVerify(oracle: Oracle, answer: VerifyAnswer): Fault[] {
  const { truth, quiet } = oracle;
  const { startedMs: sinceMs, endedMs: atMs, exitCode, report } = answer;
  const names = answer.tables ?? truth.names.all();
  const fault = (kind: Fault['kind'], claim: string, said: string): Fault => {
    return { kind, atMs, sinceMs, who, claim, truth: said, answer };
  };
  const quietMs = quiet.quietMs(sinceMs, atMs);
  if (exitCode === null) {
    const said = `${Math.round(quietMs / 1000)} s of quiet time have gone by`;
    return quietMs >= limits.endsWithinMs ? [fault('unbounded', 'it does not end', said)] : [];
  }
  const faults = (report?.tables ?? []).flatMap((result) => judgeComparison(oracle, who, result));
  const differing = names.flatMap((name) => truth.differsThroughout(name, sinceMs, atMs) ?? []);
  if (exitCode === 0 && differing.length > 0)
    faults.push(fault('false green', 'exit 0', differing.map((each) => each.describe()).join('; ')));
  if (exitCode === 1 && names.every((name) => truth.mayDiffer(name, sinceMs, atMs).length === 0))
    faults.push(fault('false alarm', 'exit 1', 'no table differed'));
  const isQuiet = quietMs >= atMs - sinceMs;
  if (exitCode === 3 && isQuiet)
    faults.push(fault('no answer', `exit 3: ${answer.errors.trim()}`, 'nothing disturbed'));
  return [...faults, ...judgeProofs(oracle, answer), ...judgeRows(oracle, answer)];
}

/**
 * The command looks at the pair when its last table has ended. What happened before that, while nothing else disturbed, makes
 * void what it had proved by then, so it cannot end with 0.
 */
function judgeProofs({ truth, quiet }: Oracle, answer: VerifyAnswer): Fault[] {
  const { startedMs: sinceMs, endedMs: atMs, exitCode, report } = answer;
  const results = report?.tables ?? [];
  if (exitCode !== 0) return [];
  const lastMs = Math.max(...results.map(({ finishedAt }) => Date.parse(finishedAt)));
  return truth.voidings.flatMap(({ what, fromMs, toMs }) => {
    const isSeen = toMs + limits.clockMs < lastMs && quiet.quietMs(toMs, atMs) >= atMs - toMs;
    const early = results.filter(({ startedAt }) => Date.parse(startedAt) + limits.clockMs < fromMs);
    if (!isSeen || early.length === 0) return [];
    const said = `${what} at ${new Date(toMs).toISOString()}: what was proved before is void (${some(early.map(({ table }) => table))})`;
    return [{ kind: 'void proof', atMs, sinceMs, who, claim: 'exit 0', truth: said, answer } satisfies Fault];
  });
}

/** Named rows must differ, and where a result says that it names all rows that differ, none may be left out. */
function judgeRows(oracle: Oracle, answer: VerifyAnswer): Fault[] {
  const { truth } = oracle;
  const { tables = [], differences = [] } = answer.report ?? {};
  // Where the table itself is wrongly judged its rows say nothing new.
  const judged = tables.filter((result) => judgeComparison(oracle, who, result).length === 0);
  return judged.flatMap((result) => {
    const name = nameOf(result.table);
    const sinceMs = Date.parse(result.startedAt) - limits.clockMs;
    const atMs = Date.parse(result.finishedAt) + limits.clockMs;
    const named = differences.filter(({ table }) => table === result.table).map(({ key }) => key['id'] ?? '');
    const may = truth.mayDiffer(name, sinceMs, atMs);
    if (may.some(({ key }) => key === null)) return [];
    const said = { atMs, sinceMs, who, answer: result, truth: truth.describe(name, sinceMs, atMs) };
    const wrong = named.filter((id) => !may.some(({ key }) => key === id));
    const isAll = result.verdict === 'diverged' && result.mode !== null && result.differences.complete;
    const surely = isAll ? truth.rowsThroughout(name, sinceMs, atMs) : [];
    const left = surely.flatMap(({ key }) => (key !== null && !named.includes(key) ? [key] : []));
    const faults: Fault[] = [];
    if (wrong.length > 0)
      faults.push({ ...said, kind: 'false alarm', claim: `rows of ${name} differ: ${some(wrong)}` });
    if (left.length > 0)
      faults.push({
        ...said,
        kind: 'false green',
        claim: `all rows of ${name} that differ are named, not ${some(left)}`,
      });
    return faults;
  });
}

function some(ids: readonly string[]): string {
  return ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more` : ids.join(', ');
}
