import { leftBehindCheck } from '../left-behind-check.js';

/** An unlogged table writes nothing to the log that replication reads, and is emptied by a crash on either side. */
export const unloggedTablesCheck = leftBehindCheck({
  id: 'unlogged-tables',
  claim: 'No watched table is unlogged',
  blocks: 'unless-passed',
  weight: 'replication',
  kinds: [
    {
      kind: 'unlogged-table',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'is' : 'are'} UNLOGGED on the source: ${isOne ? 'its' : 'their'} rows do not replicate`,
      action:
        'If the rows may be lost, leave the table out (excludeTables). Otherwise make it a logged one, which writes it anew and lets nobody use it meanwhile, and publish it; or copy its rows in the freeze.',
    },
    {
      kind: 'unlogged-on-target',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'is' : 'are'} UNLOGGED on the target: a crash there leaves ${isOne ? 'it' : 'them'} empty, and replication does not bring the rows again`,
      action:
        'Make it a logged one, which writes it anew: replication waits meanwhile. Then compare its rows, for a crash may have emptied it already.',
    },
  ],
});
