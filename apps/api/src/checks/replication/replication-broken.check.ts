import type { ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../../evidence/check.js';
import { channelAction, channelHeadline, channelSubject, readReplication, type LagFinding } from '../lag/fresh-lag.js';

function broken(channel: ReplicationChannel): LagFinding {
  const subject = channelSubject(channel);
  return {
    ...{ subject, outcome: 'fail', severity: 'CRITICAL' },
    message: `Replication is broken (${subject})${channelHeadline(channel)}`,
    action: channelAction(channel),
  };
}

/** For a state that no channel explains. */
const brokenTarget: LagFinding = {
  ...{ subject: 'target', outcome: 'fail', severity: 'CRITICAL' },
  message: 'Replication is broken, and the server gives no error',
  action: 'Look at the error log of the target.',
};

/** A replication thread ended with an error. */
export const replicationBrokenCheck: Check = {
  id: 'replication-broken',
  claim: 'Replication has no error',
  blocks: 'unless-passed',
  weight: 'replication',
  needs: 'target',
  notWaivable: 'What the source writes does not get to the target, so that the cutover loses it. Mend replication.',
  policy: passing,
  judge: (evidence) =>
    readReplication(evidence, ({ state, channels }) => {
      const found = channels.filter((channel) => channel.state === 'broken').map(broken);
      return found.length === 0 && state === 'broken' ? [brokenTarget] : found;
    }),
};
