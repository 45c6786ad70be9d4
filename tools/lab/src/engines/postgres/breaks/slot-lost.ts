import { disableSubscription, enableSubscription } from '../replication.js';
import { keepLog, loseSlot, retention } from '../lose-slot.js';
import type { LabBreak } from './lab-break.js';
import { inTheWayOfACopy, subscribeAnew } from './subscribe-anew.js';

export const slotLost: LabBreak = {
  description: `the source kept too little log (${retention}): the slot of the target is lost, and everything must be copied anew`,
  needs: ['source', 'target'],
  mendFirst: [...inTheWayOfACopy, 'slot-dropped'],

  async apply(lab) {
    // Its target is away while the source writes on, as in a long night.
    await disableSubscription(lab);
    await lab.withAdmin('source', loseSlot);
    if (!lab.isBroken('subscription-disabled')) await enableSubscription(lab);
  },

  async mend(lab) {
    await lab.withAdmin('source', keepLog);
    await subscribeAnew(lab);
  },
};
