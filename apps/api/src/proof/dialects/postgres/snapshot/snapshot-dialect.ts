import type { SnapshotDialect } from '../../../snapshot/snapshot-dialect.js';
import { TableChanged } from '../../../snapshot/snapshot-failures.js';
import { openPairSessions } from './pair-sessions.js';
import { bracketReader, exactReader } from './target-reader.js';

/** Pairs of snapshots on a publisher and its subscriber. README.md tells why they prove. */
export const postgresSnapshots: SnapshotDialect = {
  // What a server lacks shows when the pair is opened.
  obstacle: () => null,
  open: (source, target) => openPairSessions(source, target, exactReader),
  openBracket: (source, target) => openPairSessions(source, target, bracketReader),
  impossibleReason: () => null,
  isOlderThanTable: (error) => error instanceof TableChanged,
  startStopped:
    'enable the subscription (ALTER SUBSCRIPTION … ENABLE), or see in the log of the target why its worker stopped',
};
