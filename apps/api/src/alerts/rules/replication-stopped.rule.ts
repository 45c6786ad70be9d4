import { passing, type AlertRule } from '../alert-rule.js';
import { channelSubject, readLag } from './fresh-lag.js';

/** The applier, or both threads, are stopped without an error. */
export const replicationStoppedRule: AlertRule = {
  type: 'replication_stopped',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.channels
        // A stopped receiver alone is receiver_dead; one that cannot reach a source that is down is no fault of its own.
        .filter(({ state, applier }) => (state === 'stopped' || state === 'receiving-only') && applier === 'stopped')
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
