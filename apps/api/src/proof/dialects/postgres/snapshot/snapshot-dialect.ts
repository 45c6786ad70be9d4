import type { SnapshotDialect } from '../../../snapshot/snapshot-dialect.js';
import { TableChanged } from '../../../snapshot/snapshot-failures.js';
import { openPairSessions } from './pair-sessions.js';

/** Pairs of snapshots on a publisher and its subscriber. README.md tells why they prove. */
export const postgresSnapshots: SnapshotDialect = {
  // What a server lacks shows when the pair is opened.
  obstacle: () => null,
  open: openPairSessions,
  impossibleReason: () => null,
  isOlderThanTable: (error) => error instanceof TableChanged,
  startStopped: 'start it with ALTER SUBSCRIPTION … ENABLE, or see the error log of the target',
};
