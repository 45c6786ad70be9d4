import type { LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

export const sourceDown: LabBreak = {
  description: 'the source server does not run',
  needs: [],

  async apply(lab) {
    await lab.server('source').stop();
  },

  async mend(lab) {
    await lab.server('source').start();
    await resumeReplication(lab);
  },
};
