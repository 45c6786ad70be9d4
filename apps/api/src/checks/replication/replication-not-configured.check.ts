import { passing, type Check } from '../../evidence/check.js';
import { readLag } from '../lag/fresh-lag.js';

/** The target does not replicate at all. */
export const replicationNotConfiguredCheck: Check = {
  id: 'replication-not-configured',
  claim: 'Replication is configured on the target',
  blocks: 'unless-passed',
  weight: 'replication',
  needs: 'target',
  notWaivable: 'What the source writes does not get to the target, so that the cutover loses it. Set replication up.',
  policy: passing,
  judge: (evidence) =>
    readLag(evidence, (lag) =>
      lag.state === 'not-configured'
        ? [
            {
              subject: 'target',
              outcome: 'fail',
              severity: 'CRITICAL',
              message: 'Replication is not configured on the target, so no write of the source gets there',
              action: lag.reason ?? 'Set replication up on the target, or correct the target in the configuration.',
            },
          ]
        : [],
    ),
};
