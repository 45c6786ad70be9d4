import type { ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../evidence/check.js';
import { channelSubject, freshLag, judgeReceiver, readReplication, serverText, type LagFinding } from './fresh-lag.js';

function describe(channel: ReplicationChannel): LagFinding {
  const subject = channelSubject(channel);
  const error = channel.headline ? `. ${channel.headline}` : '';
  if (channel.receiver === 'stopped')
    return {
      subject,
      outcome: 'fail',
      severity: 'CRITICAL',
      message: `The receiver is stopped (${subject}): the target gets nothing from the source, whatever the seconds say${error}`,
      action:
        (channel.action ??
          'Run START REPLICA IO_THREAD (START SLAVE IO_THREAD) on the target and look at its error log.') +
        serverText(channel),
    };
  const from = channel.sourceHost === null ? 'the source' : `${channel.sourceHost}:${channel.sourcePort ?? 3306}`;
  return {
    subject,
    outcome: 'fail',
    // Without an error it has only just begun to try.
    severity: channel.lastError ? 'CRITICAL' : 'WARNING',
    message: `The receiver cannot connect to ${from} (${subject}): the target gets nothing from the source${error}`,
    action: `${channel.action ?? `Check from the target's host that ${from} can be reached.`}${serverText(channel)}`,
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
