import {
  checksumModeSchema,
  countVerdicts,
  worstVerdict,
  type ChecksumResult,
  type ChecksumRun,
} from '@cutover/contracts';

/**
 * Pure: false for a stored result of a mode that there is no more (`table`, a 32-bit sum of the whole table). It proves
 * less than a result says today, so its table counts as never compared.
 */
export function countsToday({ mode }: Pick<ChecksumResult | ChecksumRun, 'mode'>): boolean {
  return checksumModeSchema.nullable().safeParse(mode).success;
}

/** Pure: a stored run without such results, and with counts, which an earlier release did not keep. */
export function readRun(run: ChecksumRun): ChecksumRun {
  const results = run.results.filter(countsToday);
  if (countsToday(run) && results.length === run.results.length)
    return { ...run, verdicts: run.verdicts ?? countVerdicts(results) };
  const verdicts = countVerdicts(results);
  return { ...run, mode: null, results, verdicts, verdict: worstVerdict(verdicts) };
}
