import type { FreezeProof } from '@cutover/contracts';
import { earlier } from '../platform/clock.js';

/**
 * Pure: the proof with what our clock said of it so many milliseconds earlier. After the clock was set back, what was seen before that
 * would otherwise look as if it came after what is seen now: one look would count for another, and an old proof for the last one.
 */
export function redatedProof(proof: FreezeProof, byMs: number): FreezeProof {
  if (byMs === 0) return proof;
  const at = (instant: string | null): string | null => instant && earlier(instant, byMs);
  const { startedAt, finishedAt, freeze, after, lights } = proof;
  return {
    ...proof,
    ...{
      startedAt: earlier(startedAt, byMs),
      finishedAt: at(finishedAt),
      freeze: { ...freeze, since: at(freeze.since) },
    },
    lights: lights.map((light) => ({ ...light, startedAt: at(light.startedAt), endedAt: at(light.endedAt) })),
    after: after && {
      ...after,
      ...{ checkedAt: at(after.checkedAt), frozenSeenAt: at(after.frozenSeenAt), thawedAt: at(after.thawedAt ?? null) },
    },
  };
}

/** Pure: a proof of an earlier process, whose clock may have been ahead of ours: nothing of it lies in the future. */
export function notOfTheFuture(proof: FreezeProof, nowMs: number): FreezeProof {
  return redatedProof(proof, Math.max(0, Date.parse(proof.finishedAt ?? proof.startedAt) - nowMs));
}
