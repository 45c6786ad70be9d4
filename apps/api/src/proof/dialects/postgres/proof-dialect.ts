import { failureKind, type FailureKind } from '@cutover/databases';
import { quoteIdentifier, quoteTable } from '@cutover/databases/postgres';
import type { ProofDialect, TableFailure } from '../../proof-dialect.js';
import type { SnapshotDialect } from '../../snapshot/snapshot-dialect.js';

const failures: Partial<Record<FailureKind, TableFailure>> = {
  'right-missing': 'right-missing',
  'lock-timeout': 'locked',
  deadlock: 'locked',
  // The statement was written for the definition as it was: a table or column that is gone now was there then.
  'table-missing': 'changed',
  'column-missing': 'changed',
  'table-damaged': 'damaged',
};

const notYet = 'snapshots of both sides at one position are not built for PostgreSQL yet';

const snapshots: SnapshotDialect = {
  obstacle: () => notYet,
  open: () => Promise.reject(new Error(notYet)),
  impossibleReason: () => null,
  isOlderThanTable: () => false,
  startStopped:
    'enable the subscription (ALTER SUBSCRIPTION … ENABLE), or see in the log of the target why its worker stopped',
};

/** What proving needs to know of PostgreSQL. */
export const postgresProof: ProofDialect = {
  failureOf: (cause) => failures[failureKind(cause)] ?? 'other',
  advice: {
    grantRead: ({ database, table }, { account }) =>
      `GRANT USAGE ON SCHEMA ${quoteIdentifier(database)} TO ${quoteIdentifier(account)}; ` +
      `GRANT SELECT ON TABLE ${quoteTable(database, table)} TO ${quoteIdentifier(account)};`,
    unlock: 'end the session that locks it (pg_stat_activity, pg_blocking_pids)',
    repair: 'check it with pg_amcheck and restore it from a backup or copy it again',
    startReplication: 'enable the subscription (ALTER SUBSCRIPTION … ENABLE)',
    sourceHasNoPosition: 'the source does not say where its write-ahead log stands, so the target may merely be behind',
  },
  snapshots,
};
