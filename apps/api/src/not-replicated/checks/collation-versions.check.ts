import { leftBehindCheck } from '../left-behind-check.js';

/** Each side has to agree with itself. That they differ from each other is ordinary: every index was built where it is used. */
export const collationVersionsCheck = leftBehindCheck({
  id: 'collation-versions',
  claim: 'Indexes are sorted as the library of their server sorts now',
  blocks: 'when-failed',
  kinds: [
    {
      kind: 'collation',
      subject: 'collations',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, _, { side }) =>
        `Indexes of text on the ${side} may be sorted wrongly, so that rows are not found and keys are given twice: ${names}`,
      action:
        'Build the indexes anew where they are (or those of text alone, one by one), and only then record the new version. On a large database do it long before the freeze. If unique indexes refuse, there are double keys already: look for them first.',
    },
  ],
});
