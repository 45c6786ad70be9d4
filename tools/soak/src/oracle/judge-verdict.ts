import type { MigrationDetail } from '@cutover/contracts';
import type { Fault } from './fault.js';
import { nameOf } from './judge-comparison.js';
import { limits } from './limits.js';
import type { Oracle } from './oracle.js';

/** `GET /api/migrations/:m`, and when it was asked for. */
export interface VerdictAnswer {
  readonly askedMs: number;
  readonly detail: MigrationDetail;
}

type Claimed = Omit<Fault, 'kind' | 'claim' | 'truth' | 'sinceMs'>;

/**
 * `safe` claims that every table was proved equal, at `basis.oldestProofAt` or later. A proof from before a row was planted
 * is right until it is too old or until the row could be known, so `safe` is wrong when a difference is older than all the
 * proofs, when it could be known, or when the proofs themselves are void or too old.
 */
export function judgeVerdict(oracle: Oracle, who: string, { askedMs, detail }: VerdictAnswer): Fault[] {
  const { answer, basis, reasons } = detail.verdict;
  const claimed: Claimed = { atMs: askedMs, who, answer: detail.verdict };
  if (answer === 'safe') return judgeSafe(oracle, claimed, basis.oldestProofAt);
  const blamed = reasons.filter(({ check }) => check === 'checksum-diverged' || check === 'consistency-diverged');
  return blamed.flatMap(({ tables, message }) =>
    tables.flatMap((table) => judgeBlame(oracle, claimed, table, message)),
  );
}

function judgeSafe({ truth, quiet }: Oracle, claimed: Claimed, oldestProofAt: string | null): Fault[] {
  const { atMs } = claimed;
  if (oldestProofAt === null)
    return [{ ...claimed, sinceMs: atMs, kind: 'false green', claim: 'safe', truth: 'it rests on no proof at all' }];
  const oldestMs = Date.parse(oldestProofAt);
  const faults: Fault[] = [];
  if (atMs - oldestMs > limits.proofMaxAgeMs)
    faults.push({
      ...claimed,
      sinceMs: atMs,
      kind: 'false green',
      claim: 'safe',
      truth: 'its oldest proof is too old',
    });
  const knownMs = quiet.reachBack(atMs, limits.knownWithinMs);
  for (const name of truth.names.all()) {
    const older = truth.differsThroughout(name, oldestMs, atMs);
    const known = knownMs === null ? null : truth.differsThroughout(name, knownMs, atMs);
    const found = older ?? known;
    if (found === null) continue;
    const why =
      older === null
        ? `it could be known: ${limits.knownWithinMs / 1000} s of quiet time have gone by`
        : `it is older than every proof (${oldestProofAt})`;
    const since = older === null ? knownMs! : oldestMs;
    faults.push({
      ...claimed,
      sinceMs: since,
      kind: 'false green',
      claim: 'safe',
      truth: `${found.describe()}; ${why}`,
    });
  }
  const voidMs = quiet.reachBack(atMs, limits.voidWithinMs);
  for (const { what, fromMs, toMs } of truth.voidings) {
    if (voidMs === null || toMs > voidMs || oldestMs >= fromMs) continue;
    const truthText = `${what} at ${new Date(toMs).toISOString()}: what was proved before (${oldestProofAt}) is void`;
    faults.push({ ...claimed, sinceMs: fromMs, kind: 'void proof', claim: 'safe', truth: truthText });
  }
  return faults;
}

/** A table that is called different: it must differ, or have differed so lately that this could not be known yet. */
function judgeBlame({ truth, quiet }: Oracle, claimed: Claimed, table: string, message: string): Fault[] {
  const sinceMs = quiet.reachBack(claimed.atMs, limits.knownWithinMs);
  const name = nameOf(table);
  if (sinceMs === null || truth.mayDiffer(name, sinceMs, claimed.atMs).length > 0) return [];
  const said = `${truth.describe(name, sinceMs, claimed.atMs)}, for ${limits.knownWithinMs / 1000} s of quiet time`;
  return [{ ...claimed, sinceMs, kind: 'false alarm', claim: `not safe: ${message}`, truth: said }];
}
