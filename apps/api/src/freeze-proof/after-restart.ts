import type { FreezeProof } from '@cutover/contracts';
import { concluded } from './conclude-proof.js';
import type { FreezeStatements } from './freeze-proof-dialect.js';
import { lightsAtEnd, lockGone } from './lights/lights-at-end.js';

/** Why the lock of an earlier process is gone. */
const lockEnded = 'Cutover ended, and the lock went with its connection';

/** Pure: a proof as the next process finds it. A lock of ours went with its connection; monotonic time is not kept. */
export function afterRestart(proof: FreezeProof, statements: FreezeStatements, nowIso: string): FreezeProof {
  const { isHeld } = proof.freeze;
  const freeze = isHeld ? { ...proof.freeze, isHeld: false, released: lockEnded } : proof.freeze;
  const known = isHeld ? proof.lights.map((light) => lockGone(light, lockEnded)) : proof.lights;
  const budget = { ...proof.budget, isRunning: false };
  if (proof.state !== 'running')
    return concluded({ ...proof, freeze, budget, after: sinceTheLock(proof), lights: known }, statements);
  const lights = lightsAtEnd(known, 'interrupted', nowIso);
  return concluded({ ...proof, ...{ state: 'interrupted', finishedAt: nowIso, freeze, budget, lights } }, statements);
}

/** What the watch had seen, without what our lock alone made true: whether the source is frozen is not known until the next look. */
export function sinceTheLock({ freeze, after }: Pick<FreezeProof, 'freeze' | 'after'>): FreezeProof['after'] {
  return freeze.isHeld && after?.isSourceFrozen === true ? { ...after, isSourceFrozen: null } : after;
}
