import type { FreezeAftermath, FreezeProof } from '@cutover/contracts';
import { unseenSince } from './aftermath/watch-aftermath.js';
import { concluded, type Moment } from './conclude-proof.js';
import type { FreezeStatements } from './freeze-proof-dialect.js';
import { lightsAtEnd, lockGone } from './lights/lights-at-end.js';
import { notOfTheFuture } from './redated-proof.js';

/** Why the lock of an earlier process is gone. */
const lockEnded = 'Cutover ended, and the lock went with its connection';

/** Pure: a proof as the next process finds it. A lock of ours went with its connection; monotonic time is not kept. */
export function afterRestart(kept: FreezeProof, statements: FreezeStatements, moment: Moment): FreezeProof {
  const proof = notOfTheFuture(kept, moment.nowMs);
  const { isHeld } = proof.freeze;
  const freeze = isHeld ? { ...proof.freeze, isHeld: false, released: lockEnded } : proof.freeze;
  const budget = { ...proof.budget, isRunning: false };
  const known = isHeld ? proof.lights.map((light) => lockGone(light, lockEnded)) : proof.lights;
  // What was seen of the source, and what was judged, was so before: both come again within seconds.
  // A proof of an earlier release does not say on which servers it was made.
  const servers = (proof as Partial<FreezeProof>).servers ?? { source: null, target: null };
  const run = (proof as Partial<FreezeProof>).run ?? null;
  const unseen = unseenSince(proof.after);
  const after = unseen && { ...unseen, thawedAt: (unseen as Partial<FreezeAftermath>).thawedAt ?? null };
  const left = { ...proof, run, servers, freeze, budget, verdict: null, after, lights: known };
  if (proof.state !== 'running') return concluded(left, statements, moment);
  const finishedAt = new Date(moment.nowMs).toISOString();
  const lights = lightsAtEnd(known, 'interrupted', finishedAt);
  return concluded({ ...left, ...{ state: 'interrupted', finishedAt, lights } }, statements, moment);
}
