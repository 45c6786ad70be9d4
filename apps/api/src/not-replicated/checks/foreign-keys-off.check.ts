import { leftBehindCheck } from '../left-behind-check.js';

/** Replication applies rows without looking at foreign keys: on the target they matter from the switch on. */
export const foreignKeysOffCheck = leftBehindCheck({
  id: 'foreign-keys-off',
  claim: 'Foreign keys of the target will be enforced',
  blocks: 'when-failed',
  kinds: [
    {
      kind: 'foreign-key-off',
      subject: 'target',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} of the target ${isOne ? 'is' : 'are'} not enforced: after a switch rows may refer to what is not there`,
      action:
        'Switch it on before the application moves. Replication goes on as before: it does not look at foreign keys.',
    },
  ],
});
