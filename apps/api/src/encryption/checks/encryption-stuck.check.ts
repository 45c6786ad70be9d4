import { nothingKnown, passing, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import { runOn } from '../../evidence/suggest.js';
import { onTheTarget } from '../on-the-target.js';

/** Something is plain and nothing encrypts it: waiting does not help. It blocks as encryption-incomplete, and this tells somebody. */
export const encryptionStuckCheck: Check = {
  id: 'encryption-stuck',
  engines: ['mariadb', 'mysql'],
  claim: 'What is not encrypted yet on the target becomes so by itself',
  blocks: 'never',
  needs: 'target',
  policy: passing,
  judge: ({ encryption: { target } }): CheckReading => {
    if (target?.progress == null) return nothingKnown;
    const { progress, measuredAt } = target;
    const { stuck } = progress;
    const waiting = (progress.tablespaces.plain ?? 0) + (progress.tablespaces.rotating ?? 0);
    const found: Found[] =
      stuck === null
        ? []
        : [
            {
              ...{ subject: 'target', outcome: 'fail', severity: 'WARNING', evidence: measuredAt },
              message: `Encryption of the target stands still with ${waiting} ${waiting === 1 ? 'tablespace' : 'tablespaces'} plain: ${stuck.message}`,
              action: onTheTarget(stuck.action),
              statements: runOn('target', stuck.statement),
            },
          ];
    return { found, rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: measuredAt }) };
  },
};
