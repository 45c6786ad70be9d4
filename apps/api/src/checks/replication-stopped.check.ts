import type { ReplicaLag, ReplicationChannel, ReplicationState } from '@cutover/contracts';
import { passing, type Check } from '../evidence/check.js';
import { channelSubject, judgeReceiver, readReplication, type LagFinding } from './fresh-lag.js';

const isStopped = (state: ReplicationState): boolean => state === 'stopped' || state === 'receiving-only';

function stopped(subject: string, state: ReplicationState, channel?: ReplicationChannel): LagFinding {
  const why = channel?.headline ? `: ${channel.headline}` : '';
  return {
    ...{ subject, outcome: 'fail', severity: 'CRITICAL' },
    message:
      state === 'receiving-only'
        ? `The target receives but does not apply (${subject}): its applier is stopped`
        : `Replication is stopped (${subject})${why}`,
    action: channel?.action ?? 'If nobody stopped it on purpose, run START REPLICA (START SLAVE) on the target.',
  };
}

/** A stopped receiver alone is receiver-dead; one that cannot reach a source that is down is no fault of its own. */
function isReceiverOnly({ channels }: ReplicaLag): boolean {
  return channels.some((channel) => judgeReceiver(channel, true) === 'dead');
}

/** The applier, or both threads, are stopped without an error. */
export const replicationStoppedCheck: Check = {
  id: 'replication-stopped',
  claim: 'The target applies what it receives',
  blocks: 'unless-passed',
  policy: passing,
  judge: (evidence) =>
    readReplication(evidence, (lag) => {
      const found = lag.channels
        .filter(({ state, applier }) => isStopped(state) && applier === 'stopped')
        .map((channel) => stopped(channelSubject(channel), channel.state, channel));
      const isUnsaid = found.length === 0 && isStopped(lag.state) && !isReceiverOnly(lag);
      return isUnsaid ? [stopped('target', lag.state)] : found;
    }),
};
