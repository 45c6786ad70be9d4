import type { ReplicaLag, ReplicationChannel, ReplicationState } from '@cutover/contracts';
import type { Evidence } from '../../evidence/evidence.js';
import { passing, type Check } from '../../evidence/check.js';
import {
  channelHeadline,
  channelSubject,
  judgeReceiver,
  readReplication,
  startOf,
  type LagFinding,
} from '../lag/fresh-lag.js';

const isStopped = (state: ReplicationState): boolean => state === 'stopped' || state === 'receiving-only';

const said = (subject: string, state: ReplicationState): string =>
  `${state === 'receiving-only' ? 'The target receives but does not apply' : 'Replication is stopped'} (${subject})`;

function stopped(channel: ReplicationChannel, evidence: Evidence): LagFinding {
  const subject = channelSubject(channel);
  return {
    ...{ subject, outcome: 'fail', severity: 'CRITICAL' },
    message: `${said(subject, channel.state)}${channelHeadline(channel)}`,
    ...startOf(channel, evidence),
  };
}

/** For a state that no channel explains. */
function stoppedTarget({ state }: ReplicaLag): LagFinding {
  return {
    ...{ subject: 'target', outcome: 'fail', severity: 'CRITICAL' },
    message: said('target', state),
    action: 'If nobody stopped it on purpose, start replication on the target.',
  };
}

/** A receiver alone is receiver-dead; one that cannot reach a source that is down is no fault of its own. */
const isReceiverOnly = (channel: ReplicationChannel): boolean => judgeReceiver(channel, true) === 'dead';

/** The applier, or both threads, are stopped without an error. */
export const replicationStoppedCheck: Check = {
  id: 'replication-stopped',
  claim: 'The target applies what it receives',
  blocks: 'unless-passed',
  weight: 'replication',
  needs: 'target',
  notWaivable: 'What the source writes does not get to the target, so that the cutover loses it. Start replication.',
  policy: passing,
  judge: (evidence) =>
    readReplication(evidence, (lag) => {
      const found = lag.channels
        .filter((channel) => isStopped(channel.state) && !isReceiverOnly(channel))
        .map((channel) => stopped(channel, evidence));
      const isUnsaid = found.length === 0 && isStopped(lag.state) && !lag.channels.some(isReceiverOnly);
      return isUnsaid ? [stoppedTarget(lag)] : found;
    }),
};
