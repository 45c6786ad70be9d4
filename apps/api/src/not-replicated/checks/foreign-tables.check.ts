import { leftBehindCheck } from '../left-behind-check.js';

/** Their rows are on a third server, where they stay: only the way there has to be the same. */
export const foreignTablesCheck = leftBehindCheck({
  id: 'foreign-tables',
  claim: 'No foreign table has to be tried on the target',
  blocks: 'never',
  kinds: [
    {
      kind: 'foreign-table',
      subject: 'source',
      ...{ outcome: 'unknown', severity: 'INFO' },
      message: (names, isOne) =>
        `${names} ${isOne ? 'is a foreign table' : 'are foreign tables'}: whether the target reaches the server behind ${isOne ? 'it' : 'them'} is unknown`,
      action:
        'On the target read one row of it as the application would. The server, its address, the user mapping with its password and the way through the firewall are all made by hand there.',
    },
  ],
});
