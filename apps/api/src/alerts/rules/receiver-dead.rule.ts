import { passing, type AlertRule } from '../alert-rule.js';
import { channelSubject, isReceiverDead, readLag } from './fresh-lag.js';

/** The target gets nothing more from the source while its applier runs: it looks caught up and is not. */
export const receiverDeadRule: AlertRule = {
  type: 'receiver_dead',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.channels
        .filter((channel) => isReceiverDead(channel, snapshot.connection.source.state === 'up'))
        .map((channel) => {
          const isStopped = channel.receiver === 'stopped';
          const from =
            channel.sourceHost === null ? 'the source' : `${channel.sourceHost}:${channel.sourcePort ?? 3306}`;
          const error = channel.lastError ? `: ${channel.lastError}` : '';
          return {
            subject: channelSubject(channel),
            severity: isStopped ? 'CRITICAL' : 'WARNING',
            message: isStopped
              ? `The receiver is stopped (${channelSubject(channel)}): the target gets nothing from the source, and seconds behind stay at 0${error}`
              : `The receiver cannot connect to ${from} (${channelSubject(channel)})${error}`,
            action: isStopped
              ? 'Run START REPLICA IO_THREAD (START SLAVE IO_THREAD) on the target and look at its error log.'
              : `Check from the target host that ${from} can be reached, and the replication account's password and TLS.`,
          };
        }),
    ),
};
