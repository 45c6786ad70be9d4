import { passing, type AlertRule } from '../alert-rule.js';
import { channelSubject, readLag, serverText } from './fresh-lag.js';

/** A replication thread ended with an error. */
export const replicationBrokenRule: AlertRule = {
  type: 'replication_broken',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.channels
        .filter((channel) => channel.state === 'broken')
        .map((channel) => ({
          subject: channelSubject(channel),
          severity: 'CRITICAL',
          message: `Replication is broken (${channelSubject(channel)}): ${channel.headline ?? 'the server gives no error'}`,
          action: `${channel.action ?? 'Look at the error log of the target, then START REPLICA.'}${serverText(channel)}`,
        })),
    ),
};
