import { disableSubscription, keepLog, loseSlot as loseIt } from '@cutover/lab';
import type { Action } from '../../../stage/stage.js';
import type { PostgresStage } from '../postgres-stage.js';
import { rebuild } from './rebuild-target.js';

/** The source gives the slot up while nobody reads from it. Nothing comes until the target is copied anew. */
export const loseSlot: Action<PostgresStage> = {
  name: 'lose-slot',
  weight: 0.7,
  async run(stage) {
    const { lab, pair, oracle, random, undos } = stage;
    if (undos.isOpen('replication-stopped') || undos.isOpen('slot-remade')) return null;
    const seconds = random.between(3, 20);
    const disturbance = oracle.quiet.disturb(Date.now());
    await disableSubscription(lab);
    undos.later('replication-stopped', seconds, async () => {
      await rebuild(stage, random.chance(0.5));
      disturbance.over(Date.now());
    });
    await lab.withAdmin('source', loseIt).finally(() => lab.withAdmin('source', keepLog));
    await pair.resumeReplication();
    return `and copied anew after ${seconds} s`;
  },
};
