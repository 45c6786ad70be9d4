import { type FailureKind, failureKind, isRightMissing, type ServerConnection } from '@cutover/databases';
import { binlogReadPrivilege, quoteTable } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { ProofDialect, TableFailure } from '../../proof-dialect.js';
import type { SnapshotDialect } from '../../snapshot/snapshot-dialect.js';
import { TableChanged } from '../../snapshot/snapshot-failures.js';
import { openPairSessions } from './pair-sessions.js';

const failures: Partial<Record<FailureKind, TableFailure>> = {
  'right-missing': 'right-missing',
  'lock-timeout': 'locked',
  deadlock: 'locked',
  // The statement was written for the definition as it was: a table or column that is gone now was there then.
  'table-changed': 'changed',
  'table-missing': 'changed',
  'column-missing': 'changed',
  'table-damaged': 'damaged',
};

const snapshots: SnapshotDialect = {
  obstacle: (source, storageEngines) => {
    if (source.engine === 'mysql') return 'MySQL does not say at which GTID a snapshot stands';
    const other = storageEngines.find((engine) => engine?.toUpperCase() !== 'INNODB');
    return other === undefined ? null : `tables of the engine ${other ?? '(unknown)'} have no snapshots`;
  },
  open: openPairSessions,
  impossibleReason,
  isOlderThanTable: (error) => error instanceof TableChanged || failureKind(error) === 'table-changed',
  startStopped: 'start it, or see why it stopped with SHOW ALL SLAVES STATUS',
};

/** What proving needs to know of MariaDB and MySQL. */
export const mysqlFamilyProof: ProofDialect = {
  failureOf: (cause) => (cause instanceof TableChanged ? 'changed' : (failures[failureKind(cause)] ?? 'other')),
  advice: {
    grantRead: ({ database, table }, account) => grantStatement(`SELECT ON ${quoteTable(database, table)}`, account),
    unlock: 'end the session that locks it (SHOW PROCESSLIST)',
    repair: 'run CHECK TABLE there',
    startReplication: 'start it (START SLAVE or START REPLICA)',
    sourceHasNoPosition:
      'the source has no GTID position to wait for, so the target may merely be behind: turn on the binary log and GTID on the source',
  },
  snapshots,
};

/** The account could read the tables, so what is denied here is the position of the binary log. */
function impossibleReason(error: unknown, source: ServerConnection): string | null {
  const identity = source.identity();
  if (!isRightMissing(error) || identity === null) return null;
  const grant = grantStatement(`${binlogReadPrivilege(identity)} ON *.*`, suggestedFor(source));
  return `the account may not read the position of the binary log on the source: run there ${grant}`;
}
