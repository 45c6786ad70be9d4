import { passing, type Check } from '../evidence/check.js';
import { readLag } from './fresh-lag.js';

/** The target has no replication channel at all. */
export const replicationNotConfiguredCheck: Check = {
  id: 'replication-not-configured',
  claim: 'Replication is configured on the target',
  blocks: 'unless-passed',
  policy: passing,
  judge: (evidence) =>
    readLag(evidence, (lag) =>
      lag.state === 'not-configured'
        ? [
            {
              subject: 'target',
              outcome: 'fail',
              severity: 'CRITICAL',
              message:
                'Replication is not configured on the target: it has no channel, so no write of the source gets there',
              action:
                lag.reason ??
                'Run CHANGE MASTER TO … (CHANGE REPLICATION SOURCE TO …) and START REPLICA on the target, or correct the target in the configuration.',
            },
          ]
        : [],
    ),
};
