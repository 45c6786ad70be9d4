import { leftBehindCheck } from '../left-behind-check.js';

/** What was overwritten is equal again, so that it does not block; that somebody writes on the target will come again. */
export const applyConflictsCheck = leftBehindCheck({
  id: 'apply-conflicts',
  claim: 'Replication met no row that somebody else had written on the target',
  blocks: 'never',
  isOptional: true,
  kinds: [
    {
      kind: 'conflict',
      subject: 'target',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names) => `Replication met rows of the target that it had not written itself: ${names}`,
      action:
        'Find out who writes to the target (target-writable names who may), and take that from them. Then compare the rows, and begin to count anew.',
    },
  ],
});
