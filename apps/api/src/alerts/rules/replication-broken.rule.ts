import { passing, type AlertRule } from '../alert-rule.js';
import { channelSubject, readLag } from './fresh-lag.js';

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
          message: `Replication is broken (${channelSubject(channel)}): ${channel.lastError ?? 'the server gives no error text'}`,
          action:
            'Find out which row or statement the error names, correct it on the target, then START REPLICA. Do not skip it: skipped transactions are lost.',
        })),
    ),
};
