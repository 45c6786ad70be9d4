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
 * Pure: the result with its proof made void. Its verdict becomes `unverified`, so that nobody who counts, shows or
 * judges results takes it for a proof; what had been proved stays in `voided`.
 */
export function voidProof(
  result: ChecksumResult,
  { reason, at }: SinceThen,
  whatNext = 'The next round begins with it',
): ChecksumResult {
  const voided = { verdict: result.verdict, reason, since: at };
  return { ...result, verdict: 'unverified', reason: voidReason(voided, whatNext), voided };
}

/** Pure: why the table of a void proof is unverified, and what comes next. */
export function voidReason(
  { verdict, reason }: Pick<NonNullable<ChecksumResult['voided']>, 'verdict' | 'reason'>,
  whatNext: string,
): string {
  return `It was proved ${verdict === 'diverged' ? 'different' : 'equal'}, but that is void: ${reason}. ${whatNext}`;
}
