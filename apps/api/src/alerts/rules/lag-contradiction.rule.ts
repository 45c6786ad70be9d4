import { passing, type AlertRule } from '../alert-rule.js';
import { readLag } from './fresh-lag.js';

/** The measures of lag disagree: the seconds say caught up, the position says behind. */
export const lagContradictionRule: AlertRule = {
  type: 'lag_contradiction',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.contradiction === null
        ? []
        : [
            {
              subject: 'target',
              severity: 'WARNING',
              message: `The measures of replica lag contradict each other: ${lag.contradiction}`,
              action:
                'Trust the worse figure. Look at the receiver on the target (SHOW REPLICA STATUS): a dead one reads 0 s.',
            },
          ],
    ),
};
