import type { FreezeProof } from './freeze-proof.js';

/** `unseen`: whether the source is still frozen is not known now. `left`: the source was written, or is not frozen any more. */
export type ProofStanding = 'holds' | 'unseen' | 'left';

/**
 * Pure: whether a proof that passed still holds, as far as the watch after it has seen. Before the first look the lights count, which are
 * seconds old, as long as the source did not stay frozen by a lock of ours that is gone.
 */
export function proofStanding({ freeze, after }: Pick<FreezeProof, 'freeze' | 'after'>): ProofStanding {
  if (after === null) return 'holds';
  if (after.strayWrites.firstSeenAt !== null || after.isSourceFrozen === false) return 'left';
  if (!after.isWatched || after.isSourceFrozen === true || freeze.isHeld) return 'holds';
  return after.checkedAt !== null || freeze.by === 'cutover' ? 'unseen' : 'holds';
}
