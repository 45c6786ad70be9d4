import { isRightMissing, readDriverError, type ServerConnection } from '@cutover/databases';
import { binlogReadPrivilege, quoteTable } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { ProofDialect, TableFailure } from '../../proof-dialect.js';
import type { SnapshotDialect } from '../../snapshot/snapshot-dialect.js';
import { openPairSessions } from './pair-sessions.js';

/** ER_TABLE_DEF_CHANGED: the table was altered or created after the snapshot. */
const definitionChanged = 1412;

const failures: Readonly<Record<Exclude<TableFailure, 'other'>, readonly number[]>> = {
  /** ER_DBACCESS_DENIED, ER_TABLEACCESS_DENIED, ER_COLUMNACCESS_DENIED, ER_SPECIFIC_ACCESS_DENIED. */
  'right-missing': [1044, 1142, 1143, 1227],
  /** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK. */
  locked: [1205, 1213],
  /** With ER_NO_SUCH_TABLE and ER_BAD_FIELD_ERROR: the table changed or went under the statement. */
  changed: [definitionChanged, 1146, 1054],
  /** ER_CRASHED_ON_USAGE, ER_CRASHED_ON_REPAIR, ER_NOT_KEYFILE, ER_TABLE_CORRUPT. */
  damaged: [1194, 1195, 1034, 1877],
};

const snapshots: SnapshotDialect = {
  obstacle: (source, storageEngines) => {
    if (source.identity()?.flavor === 'mysql') return 'MySQL does not say at which GTID a snapshot stands';
    const other = storageEngines.find((engine) => engine?.toUpperCase() !== 'INNODB');
    return other === undefined ? null : `tables of the engine ${other ?? '(unknown)'} have no snapshots`;
  },
  open: openPairSessions,
  impossibleReason,
  isOlderThanTable: (error) => readDriverError(error).errno === definitionChanged,
  startStopped: 'start it, or see why it stopped with SHOW ALL SLAVES STATUS',
};

/** MariaDB and MySQL. */
export const mysqlFamilyProof: ProofDialect = {
  failureOf: (cause) => {
    const { errno } = readDriverError(cause);
    const kinds = Object.keys(failures) as (keyof typeof failures)[];
    return kinds.find((kind) => failures[kind].includes(errno)) ?? 'other';
  },
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

/** The tables themselves were read before: what is denied here is the position of the binary log. */
function impossibleReason(error: unknown, source: ServerConnection): string | null {
  const identity = source.identity();
  if (!isRightMissing(error) || identity === null) return null;
  const grant = grantStatement(`${binlogReadPrivilege(identity)} ON *.*`, suggestedFor(source));
  return `the account may not read the position of the binary log on the source: run there ${grant}`;
}
