import type { ServerConnection } from '@cutover/databases';
import { mariadbPositions } from '@cutover/databases/mysql-family';
import { mayBeChangedSince, readDdlMoment } from '../../../proof/dialects/mysql-family/ddl-trace.js';
import type { ComparisonDialect } from '../../comparison/comparison-dialect.js';
import { mysqlFamilyBarrier } from './barrier/barrier-sessions.js';
import {
  channelNotes,
  channelReason,
  readReplicaThreads,
  replicaThreadsStatement,
  type ReplicaThreads,
} from './barrier/replica-threads.js';
import { estimateBytes, estimateRows } from './estimate-rows.js';
import { readFilterNotes } from './filter-notes.js';
import { planOf } from './make-plan.js';
import { mysqlFamilyRepair } from './repair/repair-dialect.js';
import { mysqlFamilyLoad } from './server-load.js';

/** How tables of MariaDB and MySQL are compared and repaired. */
export const mysqlFamilyComparison: ComparisonDialect = {
  // A connection refuses a server of another engine than the configured one, so both sides print values alike.
  obstacle: () => null,
  estimateRows,
  estimateBytes,
  isLockedByReading: (storageEngine) => lockingEngines.includes(storageEngine?.toUpperCase() ?? ''),
  planOf,
  // Only positions of snapshots are compared, and MySQL has no matched snapshots.
  isEarlier: (position, other) => mariadbPositions.count(position) < mariadbPositions.count(other),
  notesOn: async (target, signal) => [
    ...(await readFilterNotes(target, signal)),
    ...channelNotes(await channelsOf(target, signal)),
  ],
  whySnapshotsMiss: async (target, signal) => channelReason(await channelsOf(target, signal)),
  ddl: { readMoment: readDdlMoment, mayBeChangedSince },
  barrier: mysqlFamilyBarrier,
  repair: mysqlFamilyRepair,
  load: mysqlFamilyLoad,
};

/** Storage engines whose tables are locked as a whole: an UPDATE waits for a SELECT, and later SELECTs for the UPDATE. */
const lockingEngines = ['MYISAM', 'ARIA', 'MRG_MYISAM', 'MEMORY', 'CSV'];

/** The channels of the target; empty on MySQL, and where the account may not read them. */
async function channelsOf(target: ServerConnection, signal: AbortSignal): Promise<readonly ReplicaThreads[]> {
  const rows = await target.query<object>(replicaThreadsStatement, [], { signal }).catch(() => []);
  return rows.map(readReplicaThreads);
}
