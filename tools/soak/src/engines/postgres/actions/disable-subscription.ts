import { disableSubscription } from '@cutover/lab';
import type { Action } from '../../../stage/stage.js';
import type { PostgresStage } from '../postgres-stage.js';

/** The subscription is disabled for some seconds. Nothing is lost by it. */
export const disableForAWhile: Action<PostgresStage> = {
  name: 'disable-subscription',
  weight: 2,
  async run({ lab, pair, oracle, random, undos }) {
    if (undos.isOpen('replication-stopped')) return null;
    const seconds = random.between(2, 15);
    const disturbance = oracle.quiet.disturb(Date.now());
    await disableSubscription(lab);
    undos.later('replication-stopped', seconds, async () => {
      await pair.resumeReplication();
      await pair.isReplicating(20_000);
      disturbance.over(Date.now());
    });
    return `for ${seconds} s`;
  },
};
