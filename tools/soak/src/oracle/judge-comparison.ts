import type { ChecksumResult, ConsistencyResult } from '@cutover/contracts';
import type { Fault } from './fault.js';
import { limits } from './limits.js';
import type { Oracle } from './oracle.js';

/**
 * One comparison is judged by its own time, from `startedAt` to `finishedAt`. Each row was read at some moment in between:
 * `matched` is wrong only when a difference was there all the time, `diverged` only when none was there at any time.
 */
export function judgeComparison({ truth }: Oracle, who: string, result: ChecksumResult): Fault[] {
  const name = nameOf(result.table);
  const sinceMs = Date.parse(result.startedAt) - limits.clockMs;
  const atMs = Date.parse(result.finishedAt) + limits.clockMs;
  const said = { atMs, sinceMs, who, answer: result, truth: truth.describe(name, sinceMs, atMs) };
  if (result.verdict === 'matched' && truth.differsThroughout(name, sinceMs, atMs) !== null)
    return [{ ...said, kind: 'false green', claim: `${result.table} is matched` }];
  if (result.verdict === 'diverged' && truth.mayDiffer(name, sinceMs, atMs).length === 0)
    return [{ ...said, kind: 'false alarm', claim: `${result.table} is diverged: ${result.reason ?? 'rows differ'}` }];
  return [];
}

/**
 * Counts and keys of a table. `matched` says nothing of a changed row, so only `diverged` can be wrong. `checkedAt` is the
 * end, and `durationMs` may leave out the time before the first reading: a second is added on both ends.
 */
export function judgeCounts({ truth }: Oracle, who: string, result: ConsistencyResult): Fault[] {
  if (result.verdict !== 'diverged') return [];
  const name = nameOf(result.table);
  const sinceMs = Date.parse(result.checkedAt) - result.durationMs - 1000;
  const atMs = Date.parse(result.checkedAt) + 1000;
  if (truth.mayDiffer(name, sinceMs, atMs).length > 0) return [];
  const claim = `${result.table} is diverged in ${result.differences.join(', ')}: ${result.reason ?? ''}`;
  const said = truth.describe(name, sinceMs, atMs);
  return [{ kind: 'false alarm', atMs, sinceMs, who, claim, truth: said, answer: result }];
}

/** The name within the database: all tables of the soak lie in one. */
export function nameOf(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}
