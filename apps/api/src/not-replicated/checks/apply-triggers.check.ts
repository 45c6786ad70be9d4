import { leftBehindCheck } from '../left-behind-check.js';

/** An ordinary trigger of the target does not fire for what replication applies, which is right: what it did on the source comes along. */
export const applyTriggersCheck = leftBehindCheck({
  id: 'apply-triggers',
  claim: 'No trigger of the target fires for what replication applies',
  blocks: 'when-failed',
  kinds: [
    {
      kind: 'apply-trigger',
      subject: 'target',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} of the target ${isOne ? 'fires' : 'fire'} for rows that replication applies: what ${isOne ? 'it' : 'they'} did on the source comes along, and is done once more`,
      action:
        'Enable it as an ordinary trigger, then compare the tables that it writes to. If it is meant to fire (to fill a column that only the target has, say), answer for it with a waiver.',
    },
  ],
});
