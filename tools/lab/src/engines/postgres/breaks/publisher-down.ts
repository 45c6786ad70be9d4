import { followAgain } from './following.js';
import type { LabBreak } from './lab-break.js';

export const publisherDown: LabBreak = {
  description: 'the source server does not run',
  needs: [],

  async apply(lab) {
    await lab.server('source').stop();
  },

  async mend(lab) {
    await lab.server('source').start();
    await followAgain(lab);
  },
};
