import { disableSubscription, enableSubscription } from '../replication.js';
import { followAgain } from './following.js';
import type { LabBreak } from './lab-break.js';

export const subscriptionDisabled: LabBreak = {
  description: 'the subscription is disabled on the target: nothing is received, and the source keeps all WAL since',
  needs: ['target'],
  apply: disableSubscription,

  async mend(lab) {
    await enableSubscription(lab);
    await followAgain(lab);
  },
};
