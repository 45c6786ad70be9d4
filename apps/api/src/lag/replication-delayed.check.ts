import type { ReplicaLag, ReplicationChannel } from '@cutover/contracts';
import { channelSubject, readLag, type LagFinding } from '../checks/lag/fresh-lag.js';
import { inWords } from '../checks/texts/in-words.js';
import { passing, type Check } from '../evidence/check.js';

function delayed(channel: ReplicationChannel): LagFinding[] {
  const { delaySeconds } = channel;
  if (delaySeconds === 0) return [];
  const subject = channelSubject(channel);
  return [
    {
      ...{ subject, outcome: 'fail', severity: 'WARNING' },
      message: `The target applies everything ${inWords(delaySeconds)} late on purpose (${subject}): at the cutover that much would be missing`,
      action:
        'Take the delay away on the target: STOP SLAVE; CHANGE MASTER TO MASTER_DELAY = 0; START SLAVE (MySQL: STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0; START REPLICA). It then applies what it has received.',
    },
  ];
}

/** A target that is told to apply late is as far behind as that at the cutover, however quiet the source is. */
export const replicationDelayedCheck: Check = {
  id: 'replication-delayed',
  engines: ['mariadb', 'mysql'],
  claim: 'The target applies what it receives without a delay on purpose',
  blocks: 'when-failed',
  weight: 'replication',
  needs: 'target',
  policy: passing,
  judge: (evidence) => readLag(evidence, (lag: ReplicaLag) => lag.channels.flatMap(delayed)),
};
