import { leftBehindCheck } from '../left-behind-check.js';

/** A column that the source computes is not sent. The target must compute it, too. */
export const generatedColumnsCheck = leftBehindCheck({
  id: 'generated-columns',
  claim: 'The target computes what the source computes and does not send',
  blocks: 'unless-passed',
  kinds: [
    {
      kind: 'generated-column',
      ...{ outcome: 'fail', severity: 'CRITICAL' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'is computed on the source and an ordinary column' : 'are computed on the source and ordinary columns'} on the target: replication does not send ${isOne ? 'it' : 'them'}, so that ${isOne ? 'it stays' : 'they stay'} NULL there`,
      action:
        'On the target drop the column and add it as GENERATED, with the expression of the source: that writes the table anew and fills it. Where both sides are PostgreSQL 18 the publication may send it instead, by the statement below or in its list of columns: rows that are there stay NULL until they change or are repaired, so verify the table then.',
    },
  ],
});
