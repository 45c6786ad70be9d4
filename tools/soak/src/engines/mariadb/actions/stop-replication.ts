import { onSide } from '../session.js';
import { isReplicating } from '../replication.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';

const threads = ['', ' IO_THREAD', ' SQL_THREAD'] as const;

/** Replication is stopped, as a whole or one of its threads, for some seconds. */
export const stopReplication: Action<MariadbStage> = {
  name: 'stop-replication',
  weight: 2,
  async run({ lab, oracle, random, undos }) {
    if (undos.isOpen('replication-stopped')) return null;
    const thread = random.pick(threads);
    const seconds = random.between(2, 15);
    const disturbance = oracle.quiet.disturb(Date.now());
    await onSide(lab, 'target', (target) => target.query(`STOP SLAVE${thread}`));
    undos.later('replication-stopped', seconds, async () => {
      await onSide(lab, 'target', (target) => target.query('START SLAVE'));
      await isReplicating(lab, 20_000);
      disturbance.over(Date.now());
    });
    return `STOP SLAVE${thread} for ${seconds} s`;
  },
};
