import {
  checksumModeSchema,
  countVerdicts,
  worstVerdict,
  type ChecksumResult,
  type ChecksumRun,
} from '@cutover/contracts';

/**
 * Pure: false for a stored result of the mode `table` (a 32-bit sum of the whole table), which was removed. It proves
 * less than a result does today, so its table counts as never compared.
 */
export function countsToday({ mode }: Pick<ChecksumResult | ChecksumRun, 'mode'>): boolean {
  return checksumModeSchema.nullable().safeParse(mode).success;
}

/** Pure: a stored run without results of that mode, and with the counts that an earlier release did not store. */
export function readRun(run: ChecksumRun): ChecksumRun {
  const results = run.results.filter(countsToday);
  if (countsToday(run) && results.length === run.results.length)
    return { ...run, verdicts: run.verdicts ?? countVerdicts(results) };
  const verdicts = countVerdicts(results);
  return { ...run, mode: null, results, verdicts, verdict: worstVerdict(verdicts) };
}
