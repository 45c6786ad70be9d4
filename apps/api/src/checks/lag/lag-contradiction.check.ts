import { passing, type Check } from '../../evidence/check.js';
import { readLag } from './fresh-lag.js';

/** The measures of lag disagree: the seconds say caught up, the position says behind. */
export const lagContradictionCheck: Check = {
  id: 'lag-contradiction',
  claim: 'The measures of replica lag agree',
  blocks: 'unless-passed',
  needs: 'both',
  policy: passing,
  judge: (evidence) =>
    readLag(evidence, (lag) =>
      lag.contradiction === null
        ? []
        : [
            {
              subject: 'target',
              outcome: 'unknown',
              severity: 'WARNING',
              message: `The measures of replica lag contradict each other: ${lag.contradiction}`,
              action: `Trust the worse figure. Look at the receiver on the target (${lag.shownBy}): a dead one reads 0 s.`,
            },
          ],
    ),
};
