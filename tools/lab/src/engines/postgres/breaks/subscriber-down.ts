import { followAgain } from './following.js';
import type { LabBreak } from './lab-break.js';

export const subscriberDown: LabBreak = {
  description: 'the target server does not run, and the source keeps all WAL since',
  needs: [],

  async apply(lab) {
    await lab.server('target').stop();
  },

  async mend(lab) {
    await lab.server('target').start();
    await followAgain(lab);
  },
};
