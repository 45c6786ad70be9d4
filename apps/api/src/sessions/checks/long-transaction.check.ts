import { holdUpCheck } from '../hold-up-check.js';

/**
 * What an open transaction of the source has written does not replicate yet, and a freeze waits for it or undoes it. On the target
 * it stands in the way of what replication applies to the same rows and tables.
 */
export const longTransactionCheck = holdUpCheck({
  id: 'long-transaction',
  kind: 'transaction',
  severity: 'WARNING',
  claim: 'No transaction stays open for long',
  headline: (role) =>
    role === 'source'
      ? 'A transaction is open on the source, and what it has written does not replicate before its COMMIT'
      : 'A transaction is open on the target, and replication waits for what it has locked',
  isEnded: true,
  action: () =>
    'Find out what it does, and have it committed before the freeze; else end it, which undoes what it has written.',
});
