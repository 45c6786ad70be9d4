import type { BreakableLab, LabBreak } from './lab-break.js';

export const eventSchedulerOn: LabBreak = {
  description: 'the event scheduler of the target is on, and the event audit_log_purged would run there',
  needs: ['target'],

  apply: (lab) => setScheduler(lab, 'ON'),
  mend: (lab) => setScheduler(lab, 'OFF'),
};

async function setScheduler(lab: BreakableLab, value: 'ON' | 'OFF'): Promise<void> {
  await lab.withAdmin('target', (target) => target.query(`SET GLOBAL event_scheduler = ${value}`));
}
