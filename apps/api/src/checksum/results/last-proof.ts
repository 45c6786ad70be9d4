import type { ChecksumAttempt, ChecksumResult } from '@cutover/contracts';
import { voidReason } from '../validity/void-proof.js';

/** Pure: equal or different, it was proved. The other verdicts prove nothing. */
export function isProof({ verdict }: Pick<ChecksumResult, 'verdict'>): boolean {
  return verdict === 'matched' || verdict === 'diverged';
}

/**
 * Pure: the last comparison of a table, where it proved nothing; null: it was a proof. Results that an earlier release stored
 * have no `lastAttempt`: there the result is the last comparison itself.
 */
export function lastAttemptOf(result: ChecksumResult): ChecksumAttempt | null {
  if (result.lastAttempt !== undefined) return result.lastAttempt;
  return isProof(result) ? null : attempt(result);
}

/** Pure: when the last comparison of a table ended, whether it proved something or not. */
export function lastComparedAt(result: ChecksumResult): string {
  return lastAttemptOf(result)?.finishedAt ?? result.finishedAt;
}

/**
 * Pure: what is known of a table after one more comparison. A proof replaces what was known. What proved nothing is
 * noted beside the last proof, because a target that was away for a minute makes no earlier proof untrue.
 */
export function afterComparison(known: ChecksumResult | null, latest: ChecksumResult): ChecksumResult {
  if (isProof(latest) || latest.voided) return { ...latest, lastAttempt: null };
  const last = keepsProof(known, latest) ? known : latest;
  // The next round begins with other tables now: this one has had its turn.
  const told = last.voided ? { reason: voidReason(last.voided, afterVoidAttempt) } : {};
  return { ...last, ...told, lastAttempt: attempt(latest) };
}

const afterVoidAttempt = 'Verify it on request, or wait for a later round';

const repairedReason = 'Repaired, not yet proved whole: all ranges that differed are equal now';

/**
 * Pure: what is known of a table that was proved different, and whose differing ranges are all proved equal now. The
 * difference is claimed no longer. The rest of the table may differ since, so it is not called equal before a whole
 * comparison has ended.
 */
export function afterRepair(known: ChecksumResult, repaired: NonNullable<ChecksumResult['repaired']>): ChecksumResult {
  const differences = { missing: 0, extra: 0, changed: 0, complete: false };
  const { missingOn: _, ...rest } = known;
  const { matched, diverged } = known.chunks;
  const chunks = { ...known.chunks, matched: matched + diverged, diverged: 0 };
  return {
    ...{ ...rest, chunks, differences, repaired, position: repaired.position },
    ...{ verdict: 'unverified', reason: repairedReason, lastAttempt: null },
  };
}

/** Pure: true when `known` is still the last proof after `latest`, void or not. */
export function keepsProof(known: ChecksumResult | null, latest: ChecksumResult): known is ChecksumResult {
  if (known === null || isProof(latest) || latest.voided) return false;
  return isProof(known) || Boolean(known.repaired) || Boolean(known.voided);
}

function attempt({ verdict, reason, finishedAt }: ChecksumResult): ChecksumAttempt {
  return { verdict, reason: reason ?? null, finishedAt };
}
