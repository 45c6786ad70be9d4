import type { ReplicationChannel } from '@cutover/contracts';
import type { Evidence } from '../../evidence/evidence.js';
import { passing, type Check } from '../../evidence/check.js';
import {
  channelAction,
  channelSubject,
  freshLag,
  judgeReceiver,
  readReplication,
  startOf,
  type LagFinding,
} from '../lag/fresh-lag.js';

function describe(channel: ReplicationChannel, evidence: Evidence): LagFinding {
  const { receiver, headline, lastError } = channel;
  const isStopped = receiver === 'stopped';
  const subject = channelSubject(channel);
  // Without an error the headline is the fact itself; with one it says why.
  const [fact, why] =
    lastError === null && headline !== null
      ? [headline, '']
      : [isStopped ? 'The receiver is stopped' : `The receiver cannot connect to ${sourceOf(channel)}`, headline];
  return {
    subject,
    outcome: 'fail',
    // One that tries to connect and has no error yet has only just begun.
    severity: isStopped || lastError !== null ? 'CRITICAL' : 'WARNING',
    message: `${fact} (${subject}): the target gets nothing from the source${isStopped ? ', whatever the seconds say' : ''}${why ? `. ${why}` : ''}`,
    ...(isStopped ? startOf(channel, evidence) : { action: channelAction(channel) }),
  };
}

function sourceOf({ sourceHost, sourcePort }: ReplicationChannel): string {
  if (sourceHost === null) return 'the source';
  return sourcePort === null ? sourceHost : `${sourceHost}:${sourcePort}`;
}

/** The target gets nothing more from the source while its applier runs: it looks caught up and is not. */
export const receiverDeadCheck: Check = {
  id: 'receiver-dead',
  claim: 'The target receives from the source',
  blocks: 'unless-passed',
  weight: 'replication',
  needs: 'both',
  notWaivable: 'What the source writes does not get to the target, so that the cutover loses it. Mend the receiver.',
  policy: passing,
  judge: (evidence) => {
    const isSourceUp = evidence.connection.source.state === 'up';
    const reading = readReplication(evidence, (lag) =>
      lag.channels
        .filter((channel) => judgeReceiver(channel, isSourceUp) === 'dead')
        .map((channel) => describe(channel, evidence)),
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
