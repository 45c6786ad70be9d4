import type { ChecksumResult } from '@cutover/contracts';

/** Something that happened since a proof was made. */
export interface SinceThen {
  reason: string;
  /** UTC ISO text. */
  at: string;
}

/** Verdicts that say something was proved, and whether that is a difference. */
export function provedDifference({ verdict }: Pick<ChecksumResult, 'verdict'>): boolean | null {
  if (verdict === 'matched') return false;
  return verdict === 'diverged' ? true : null;
}

/**
 * Pure: the result with its proof made void. Its verdict becomes `unverified`, so that whoever counts, shows or judges results
 * takes it for nothing more; what it was stays in `voided`.
 */
export function voidProof(
  result: ChecksumResult,
  { reason, at }: SinceThen,
  whatNext = 'The next round begins with it',
): ChecksumResult {
  const { verdict } = result;
  const proved = verdict === 'diverged' ? 'It was proved different' : 'It was proved equal';
  return {
    ...result,
    verdict: 'unverified',
    reason: `${proved}, but that is void: ${reason}. ${whatNext}`,
    voided: { verdict, reason, since: at },
  };
}
