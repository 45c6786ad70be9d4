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
  const budget = { ...proof.budget, isRunning: false };
  const known = isHeld ? proof.lights.map((light) => lockGone(light, lockEnded)) : proof.lights;
  // What was seen of the source was seen before: it is looked at again within seconds.
  const after = proof.after && { ...proof.after, isSourceFrozen: null };
  if (proof.state !== 'running') return concluded({ ...proof, freeze, budget, after, lights: known }, statements);
  const lights = lightsAtEnd(known, 'interrupted', nowIso);
  return concluded({ ...proof, ...{ state: 'interrupted', finishedAt: nowIso, freeze, budget, lights } }, statements);
}
