import type { FreezeProof } from '@cutover/contracts';
import { concluded } from './conclude-proof.js';
import type { FreezeStatements } from './freeze-proof-dialect.js';

/** Pure: a proof as the next process finds it. A lock of ours went with its connection; monotonic time is not kept. */
export function afterRestart(proof: FreezeProof, statements: FreezeStatements, nowIso: string): FreezeProof {
  const freeze = proof.freeze.isHeld
    ? { ...proof.freeze, isHeld: false, released: 'Cutover ended, and the lock went with its connection' }
    : proof.freeze;
  const budget = { ...proof.budget, isRunning: false };
  if (proof.state !== 'running') return concluded({ ...proof, freeze, budget, after: sinceTheLock(proof) }, statements);
  const lights = proof.lights.map((light) =>
    light.state === 'running'
      ? { ...light, state: 'unknown' as const, message: 'Interrupted: Cutover ended.', endedAt: nowIso }
      : light,
  );
  return concluded({ ...proof, ...{ state: 'interrupted', finishedAt: nowIso, freeze, budget, lights } }, statements);
}

/** What the watch had seen, without what our lock alone made true: whether the source is frozen is not known until the next look. */
export function sinceTheLock({ freeze, after }: Pick<FreezeProof, 'freeze' | 'after'>): FreezeProof['after'] {
  return freeze.isHeld && after?.isSourceFrozen === true ? { ...after, isSourceFrozen: null } : after;
}
