import type { FreezeProof, WritesSince } from '@cutover/contracts';
import { isDeepStrictEqual } from 'node:util';

/**
 * Pure: whether a look after the proof found anything that must be kept and told. That the same was seen at another moment is none:
 * while one side is away, the looks at the other one change no more than that. When both were read, `checkedAt` says so, and is news.
 */
export function isNews(before: FreezeProof, now: FreezeProof): boolean {
  return !isDeepStrictEqual(withoutMoments(before), withoutMoments(now));
}

function withoutMoments(proof: FreezeProof) {
  const { budget, after, run } = proof;
  return {
    ...proof,
    // It runs on by itself.
    budget: { ...budget, elapsedMs: null },
    after: after && {
      ...after,
      // The proof of all databases waits for the next look at each of them: whoever folds it must hear of that look.
      frozenSeenAt: run === null ? null : after.frozenSeenAt,
      strayWrites: withoutMoment(after.strayWrites),
      rollbackLoss: withoutMoment(after.rollbackLoss),
    },
  };
}

/** The time of the last count is shown where there is none now. */
function withoutMoment(writes: WritesSince): WritesSince {
  return writes.transactions === null ? writes : { ...writes, lastKnown: null };
}
