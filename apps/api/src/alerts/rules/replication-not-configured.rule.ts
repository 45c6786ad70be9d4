import { passing, type AlertRule } from '../alert-rule.js';
import { readLag } from './fresh-lag.js';

/** The target has no replication channel at all. */
export const replicationNotConfiguredRule: AlertRule = {
  type: 'replication_not_configured',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.state === 'not-configured'
        ? [
            {
              subject: 'target',
              severity: 'CRITICAL',
              message:
                'Replication is not configured on the target: it has no channel, so no write of the source gets there',
              action:
                'Run CHANGE MASTER TO … (CHANGE REPLICATION SOURCE TO …) and START REPLICA on the target, or correct the target in the configuration.',
            },
          ]
        : [],
    ),
};
