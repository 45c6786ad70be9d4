import { holdUpCheck } from '../hold-up-check.js';

/** One session that waits for the lock of a table (MariaDB, MySQL: of its definition) makes all later ones on that table wait, too. */
export const metadataLockCheck = holdUpCheck({
  id: 'metadata-lock',
  kind: 'lock-wait',
  severity: 'WARNING',
  claim: 'No session waits for the lock of a table',
  headline: (role) => `A session on the ${role} waits for a lock, and whoever uses that table next may wait behind it`,
  isEnded: true,
  action: () =>
    'A transaction that used the table is still open: look at long-transaction, and end the oldest one, or whoever waits (replication: by stopping it).',
});
