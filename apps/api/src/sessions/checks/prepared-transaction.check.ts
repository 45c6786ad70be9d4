import { holdUpCheck } from '../hold-up-check.js';

/** It holds its locks until somebody ends it, over a restart too, and what it has written is lost to the target until then. */
export const preparedTransactionCheck = holdUpCheck({
  id: 'prepared-transaction',
  kind: 'prepared',
  severity: 'WARNING',
  claim: 'No prepared transaction is left',
  headline: (role) => `A prepared transaction on the ${role} waits to be ended, and keeps its locks until then`,
  isEnded: true,
  action: () =>
    'Ask whoever coordinates it (the application server) whether it was to be committed: then COMMIT in place of ROLLBACK in the statement, else the statement itself.',
});
