import type { LookPair, PairHistoryDialect } from './pair-history-dialect.js';
import type { Happening, PairLook, SideLook } from './pair-look.js';

/**
 * Pure: what happened to a pair between two looks, after which earlier proofs count no more; null: nothing. A side that was
 * not seen this time is compared when it is seen again.
 */
export function whatHappened(
  before: PairLook,
  after: PairLook,
  dialect: Pick<PairHistoryDialect, 'onSource' | 'onTarget'>,
  mayStopReplication = false,
): Happening | null {
  return (
    anotherServer('source', before.source, after.source) ??
    anotherServer('target', before.target, after.target) ??
    between(before.source, after.source, dialect.onSource) ??
    between(before.target, after.target, (looks) => dialect.onTarget(looks, mayStopReplication))
  );
}

function anotherServer(role: 'source' | 'target', before: SideLook | null, after: SideLook | null): Happening | null {
  if (before === null || after === null || before.identity === after.identity) return null;
  return {
    reason: `another server answers as the ${role}: ${after.title}, where it was ${before.title}`,
    voids: 'everything',
  };
}

function between(
  before: SideLook | null,
  after: SideLook | null,
  judge: (looks: LookPair) => Happening | null,
): Happening | null {
  // The same look, kept because the side did not answer.
  if (before === null || after === null || before.at === after.at) return null;
  return judge({ before: before.facts, after: after.facts });
}
