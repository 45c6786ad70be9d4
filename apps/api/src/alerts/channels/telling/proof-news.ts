import type { FreezeNews, FreezeProof, FreezeProofGroup } from '@cutover/contracts';

/** What is told of a freeze proof, and of which. */
export interface ProofNews {
  id: string;
  event: FreezeNews;
}

/**
 * What there is to tell of the last freeze proof; null: nothing. One that was meant: its source was frozen, or Cutover was
 * asked to freeze it. A rehearsal without a freeze, and one that its operator cancelled, bother nobody. That of one database among
 * others which were begun together is told with those ({@link groupProofNews}). Pure.
 */
export function proofNews(proof: FreezeProof | null): ProofNews | null {
  if (proof === null || proof.run !== null || proof.state === 'running' || proof.state === 'cancelled') return null;
  const { id, freeze, standing } = proof;
  const wasMeant = freeze.by === 'cutover' || freeze.since !== null;
  if (!wasMeant) return null;
  return { id, event: standing === 'broken' ? 'broken' : 'ended' };
}

/** A proof of all databases that has just come to its end is looked at, and judged, within so long: until then what is unknown is no news. */
const settleMs = 30_000;

/**
 * What there is to tell of the freeze proof of all databases; null: nothing. It has its result when no database is being proved any
 * more, or one was not: then the others cannot make it good. `proofs`: the last one of each database. Pure.
 */
export function groupProofNews(
  folded: FreezeProofGroup | null,
  proofs: readonly (FreezeProof | null)[],
  nowMs: number,
): ProofNews | null {
  if (folded === null || folded.frozenSince === null) return null;
  const { run: id, light, isRunning, databases } = folded;
  if (databases.some(({ state }) => state === 'cancelled')) return null;
  if (databases.some(({ standing }) => standing === 'broken')) return { id, event: 'broken' };
  const isDecided = databases.some(({ state }) => state !== null && state !== 'running' && state !== 'passed');
  if (isDecided || light === 'green') return { id, event: 'ended' };
  if (isRunning || light === 'running') return null;
  const ended = proofs.flatMap((proof) => (proof?.finishedAt == null ? [] : [Date.parse(proof.finishedAt)]));
  return Math.abs(nowMs - Math.max(...ended)) < settleMs ? null : { id, event: 'ended' };
}

/** Whether there is more to tell than was told. A proof that was told as broken does not become whole again. Pure. */
export function isProofNews(told: ProofNews | null, now: ProofNews | null): now is ProofNews {
  if (now === null) return false;
  return told?.id !== now.id || (told.event === 'ended' && now.event === 'broken');
}
