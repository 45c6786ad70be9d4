import { until } from '../../../deadline.js';
import { readSubscription, subscriptionName, waitUntilReplicating } from '../replication.js';
import type { LabBreak } from './lab-break.js';

export const subscriptionDisabled: LabBreak = {
  description: 'the subscription is disabled on the target: nothing is received, and the source keeps all WAL since',
  needs: ['target'],

  async apply(lab) {
    await lab.withAdmin('target', (target) => target.query(`ALTER SUBSCRIPTION ${subscriptionName} DISABLE`));
    const hasEnded = async (): Promise<true | undefined> => {
      const state = await readSubscription(lab);
      // The source notices a little later that nobody reads from the slot.
      const isRead = typeof state?.slot === 'object' && state.slot.isActive;
      return state?.isWorkerRunning || isRead ? undefined : true;
    };
    await until('the apply worker to end', hasEnded, { timeoutMs: 20_000 });
  },

  async mend(lab) {
    await lab.withAdmin('target', (target) => target.query(`ALTER SUBSCRIPTION ${subscriptionName} ENABLE`));
    if (!lab.isBroken('apply-error', 'slot-dropped')) await waitUntilReplicating(lab);
  },
};
