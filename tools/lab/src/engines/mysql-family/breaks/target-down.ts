import type { LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

export const targetDown: LabBreak = {
  description: 'the target server does not run',
  needs: [],

  async apply(lab) {
    await lab.server('target').stop();
  },

  async mend(lab) {
    await lab.server('target').start();
    // A replica starts by itself with its server; one that was stopped on purpose must not.
    if (lab.isBroken('replica-stopped')) {
      await lab.withAdmin('target', (target) => target.query('STOP SLAVE'));
    } else {
      await resumeReplication(lab);
    }
  },
};
