import { leftBehindCheck } from '../left-behind-check.js';

/**
 * FULL sends the whole old row. With a key on the target that costs bytes alone; without one the target reads the table from
 * its beginning for every row that was changed. It is slow and right, so that it does not block.
 */
export const replicaIdentityFullCheck = leftBehindCheck({
  id: 'replica-identity-full',
  claim: 'The target finds rows by an index',
  blocks: 'never',
  kinds: [
    {
      kind: 'full-identity',
      subject: 'target',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'has' : 'have'} REPLICA IDENTITY FULL and no key on the target: for every row that is updated or deleted the target reads the table until it finds it`,
      action:
        'Give the table a primary key on both sides, and REPLICA IDENTITY DEFAULT; a target of version 16 or later is helped by any index that begins with a column of many values. An UPDATE of all rows of a large table may else keep the target busy for days.',
    },
  ],
});
