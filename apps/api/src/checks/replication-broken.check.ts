import type { ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../evidence/check.js';
import { channelSubject, readReplication, serverText, type LagFinding } from './fresh-lag.js';

function broken(subject: string, channel?: ReplicationChannel): LagFinding {
  return {
    ...{ subject, outcome: 'fail', severity: 'CRITICAL' },
    message: `Replication is broken (${subject}): ${channel?.headline ?? 'the server gives no error'}`,
    action: `${channel?.action ?? 'Look at the error log of the target, then START REPLICA.'}${channel ? serverText(channel) : ''}`,
  };
}

/** A replication thread ended with an error. */
export const replicationBrokenCheck: Check = {
  id: 'replication-broken',
  claim: 'Replication has no error',
  blocks: 'unless-passed',
  policy: passing,
  judge: (evidence) =>
    readReplication(evidence, ({ state, channels }) => {
      const found = channels
        .filter((channel) => channel.state === 'broken')
        .map((channel) => broken(channelSubject(channel), channel));
      return found.length === 0 && state === 'broken' ? [broken('target')] : found;
    }),
};
