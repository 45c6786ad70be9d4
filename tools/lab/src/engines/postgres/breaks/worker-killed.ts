import { followAgain } from './following.js';
import { keepWorkerEnded } from './keep-worker-ended.js';
import type { BreakableLab, LabBreak } from './lab-break.js';

/** So long the target waits before it starts a worker again that has ended. */
const setting = 'wal_retrieve_retry_interval';

export const workerKilled: LabBreak = {
  description:
    'the apply worker was killed on the target, and no new one is started: the subscription is enabled all the same',
  needs: ['target'],

  async apply(lab) {
    await reload(lab, `ALTER SYSTEM SET ${setting} = '1d'`);
    await keepWorkerEnded(lab);
  },

  async mend(lab) {
    await reload(lab, `ALTER SYSTEM RESET ${setting}`);
    await followAgain(lab);
  },
};

async function reload(lab: BreakableLab, change: string): Promise<void> {
  await lab.withAdmin('target', async (target) => {
    await target.query(change);
    await target.query('SELECT pg_reload_conf()');
  });
}
