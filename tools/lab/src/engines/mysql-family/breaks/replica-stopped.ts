import type { LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

export const replicaStopped: LabBreak = {
  description: 'replication is stopped on the target: nothing is received, nothing applied',
  needs: ['target'],

  async apply(lab) {
    await lab.withAdmin('target', (target) => target.query('STOP SLAVE'));
  },

  async mend(lab) {
    await resumeReplication(lab);
  },
};
