import { passing, type AlertRule } from '../alert-rule.js';
import { channelSubject, isReceiverDead, readLag } from './fresh-lag.js';

/** The applier, or both threads, are stopped without an error. */
export const replicationStoppedRule: AlertRule = {
  type: 'replication_stopped',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.channels
        .filter((channel) => channel.state === 'stopped' || channel.state === 'receiving-only')
        .filter((channel) => !isReceiverDead(channel, snapshot.connection.source.state === 'up'))
        .map((channel) => ({
          subject: channelSubject(channel),
          severity: 'CRITICAL',
          message:
            channel.state === 'receiving-only'
              ? `The target receives but does not apply (${channelSubject(channel)}): its applier is stopped`
              : `Replication is stopped (${channelSubject(channel)})`,
          action: 'If nobody stopped it on purpose, run START REPLICA (START SLAVE) on the target.',
        })),
    ),
};
