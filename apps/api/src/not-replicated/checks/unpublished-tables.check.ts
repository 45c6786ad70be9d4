import { leftBehindCheck } from '../left-behind-check.js';

/** What is published and not subscribed is told by subscribed-tables. */
export const unpublishedTablesCheck = leftBehindCheck({
  id: 'unpublished-tables',
  claim: 'Every watched table of the source is in a publication of the subscription',
  blocks: 'unless-passed',
  weight: 'replication',
  kinds: [
    {
      kind: 'unpublished-table',
      ...{ outcome: 'fail', severity: 'CRITICAL' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'is' : 'are'} in no publication that the target subscribes to: ${isOne ? 'its' : 'their'} rows do not come`,
      action:
        'Add it to a publication, see that the target has the table, empty, and refresh the subscription: that copies its rows. Or leave it out (excludeTables).',
    },
  ],
});
