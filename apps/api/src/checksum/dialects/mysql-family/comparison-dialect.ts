import type { ServerConnection } from '@cutover/databases';
import { mariadbPositions } from '@cutover/databases/mysql-family';
import type { ComparisonDialect } from '../../comparison/comparison-dialect.js';
import { mysqlFamilyBarrier } from './barrier/barrier-sessions.js';
import {
  channelNotes,
  channelReason,
  readReplicaThreads,
  replicaThreadsStatement,
  type ReplicaThreads,
} from './barrier/replica-threads.js';
import { estimateRows } from './estimate-rows.js';
import { readFilterNotes } from './filter-notes.js';
import { planOf } from './make-plan.js';
import { mysqlFamilyRepair } from './repair/repair-dialect.js';
import { mysqlFamilyLoad } from './server-load.js';

/** MariaDB and MySQL. */
export const mysqlFamilyComparison: ComparisonDialect = {
  obstacle,
  estimateRows,
  planOf,
  // Only snapshots are compared so, and MySQL has none.
  isEarlier: (position, other) => mariadbPositions.count(position) < mariadbPositions.count(other),
  notesOn: async (target, signal) => [
    ...(await readFilterNotes(target, signal)),
    ...channelNotes(await channelsOf(target, signal)),
  ],
  whySnapshotsMiss: async (target, signal) => channelReason(await channelsOf(target, signal)),
  barrier: mysqlFamilyBarrier,
  repair: mysqlFamilyRepair,
  load: mysqlFamilyLoad,
};

/** Two flavors print some values differently, so that equal rows would look different. */
function obstacle(source: ServerConnection, target: ServerConnection): string | null {
  const [ours, theirs] = [source.identity(), target.identity()];
  if (!ours || !theirs || ours.flavor === theirs.flavor) return null;
  return `Rows of ${ours.flavor} and ${theirs.flavor} print some types differently and cannot be compared: rely on the row counts`;
}

/** Empty where they may not be asked, and on MySQL. */
async function channelsOf(target: ServerConnection, signal: AbortSignal): Promise<readonly ReplicaThreads[]> {
  const rows = await target.query<object>(replicaThreadsStatement, [], { signal }).catch(() => []);
  return rows.map(readReplicaThreads);
}
