import type { ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../evidence/check.js';
import {
  channelAction,
  channelHeadline,
  channelSubject,
  freshLag,
  judgeReceiver,
  readReplication,
  type LagFinding,
} from './fresh-lag.js';

function describe(channel: ReplicationChannel): LagFinding {
  const { sourceHost, sourcePort } = channel;
  const port = sourcePort === null ? '' : `:${sourcePort}`;
  const from = sourceHost === null ? 'the source' : `${sourceHost}${port}`;
  const subject = channelSubject(channel);
  return {
    subject,
    outcome: 'fail',
    // One that tries to connect and has no error yet has only just begun.
    severity: channel.receiver === 'stopped' || channel.lastError ? 'CRITICAL' : 'WARNING',
    message: `The target gets nothing from ${from} (${subject}), whatever the seconds say${channelHeadline(channel)}`,
    action: channelAction(channel),
  };
}

/** The target gets nothing more from the source while its applier runs: it looks caught up and is not. */
export const receiverDeadCheck: Check = {
  id: 'receiver-dead',
  claim: 'The target receives from the source',
  blocks: 'unless-passed',
  policy: passing,
  judge: (evidence) => {
    const isSourceUp = evidence.connection.source.state === 'up';
    const reading = readReplication(evidence, (lag) =>
      lag.channels.filter((channel) => judgeReceiver(channel, isSourceUp) === 'dead').map(describe),
    );
    return {
      ...reading,
      otherwise: (subject) => {
        const channel = freshLag(evidence)?.channels.find((candidate) => channelSubject(candidate) === subject);
        const isUnknown = channel && judgeReceiver(channel, isSourceUp) === 'unknown';
        return isUnknown ? { kind: 'unknown' } : reading.otherwise(subject);
      },
    };
  },
};
