import { onSide } from '../session.js';
import { isReplicating } from '../replication.js';
import type { Lab } from '@cutover/lab';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';

/** The target applies everything some seconds late, for a while. */
export const delayReplication: Action<MariadbStage> = {
  name: 'delay-replication',
  weight: 1.5,
  async run({ lab, oracle, random, undos }) {
    if (undos.isOpen('replication-stopped') || undos.isOpen('replication-delayed')) return null;
    const delay = random.between(1, 6);
    const seconds = random.between(5, 20);
    const disturbance = oracle.quiet.disturb(Date.now());
    await setDelay(lab, delay);
    undos.later('replication-delayed', seconds, async () => {
      await setDelay(lab, 0);
      disturbance.over(Date.now());
    });
    return `by ${delay} s, for ${seconds} s`;
  },
};

async function setDelay(lab: Lab, seconds: number): Promise<void> {
  await onSide(lab, 'target', async (target) => {
    for (const each of ['STOP SLAVE', `CHANGE MASTER TO MASTER_DELAY = ${seconds}`, 'START SLAVE'])
      await target.query(each);
  });
  await isReplicating(lab, 20_000);
}
