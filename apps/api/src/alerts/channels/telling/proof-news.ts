import type { FreezeNews, FreezeProof } from '@cutover/contracts';

/** What is told of a freeze proof, and of which. */
export interface ProofNews {
  id: string;
  event: FreezeNews;
}

/**
 * What there is to tell of the last freeze proof; null: nothing. One that was meant: its source was frozen, or Cutover was
 * asked to freeze it. A rehearsal without a freeze, and one that its operator cancelled, bother nobody. Pure.
 */
export function proofNews(proof: FreezeProof | null): ProofNews | null {
  if (proof === null || proof.state === 'running' || proof.state === 'cancelled') return null;
  const { id, freeze, standing } = proof;
  const wasMeant = freeze.by === 'cutover' || freeze.since !== null;
  if (!wasMeant) return null;
  return { id, event: standing === 'broken' ? 'broken' : 'ended' };
}

/** Whether there is more to tell than was told. A proof that was told as broken does not become whole again. Pure. */
export function isProofNews(told: ProofNews | null, now: ProofNews | null): now is ProofNews {
  if (now === null) return false;
  return told?.id !== now.id || (told.event === 'ended' && now.event === 'broken');
}
