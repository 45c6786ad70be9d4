import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';

/** The last result of each table, with those that a run brought since the snapshot. */
export function mergeResults(results: readonly ChecksumResult[], run: ChecksumRun | null): ChecksumResult[] {
  const latest = new Map(results.map((result) => [result.table, result]));
  for (const result of run?.results ?? []) {
    const known = latest.get(result.table);
    if (!known || Date.parse(known.finishedAt) <= Date.parse(result.finishedAt)) latest.set(result.table, result);
  }
  return [...latest.values()];
}
