import type { Clock } from '../../../platform/clock.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { PairBounds, PairHolder } from '../../../proof/snapshot/pair-holder.js';
import type { ChunkLedger } from '../chunk-ledger.js';
import type { FeedServers } from '../chunks/choose-feed.js';
import type { ChunkFeed } from '../chunks/chunk-feed.js';
import type { ChunkSize } from '../chunks/chunk-size.js';
import type { TableWork } from '../table-work.js';

/** Where a worker gets its pairs from: a PairHolder or a BarrierHolder. */
export type Pairs = Pick<PairHolder, 'current' | 'release'>;

/** Everything that the workers of one table share. */
export interface SnapshotWalk {
  work: TableWork;
  feed: ChunkFeed;
  servers: FeedServers;
  ledger: ChunkLedger;
  size: ChunkSize;
  pairBounds: PairBounds;
  clock: Clock;
  /** True for a failure which means that the table was altered after the snapshot. A new pair shows it. */
  isOlderThanTable(cause: unknown): boolean;
  /** The pairs whose rows apart were compared: see RowsApart. */
  comparedApart: WeakSet<SnapshotPair>;
  /** True: the rest of the table is not compared, and no worker begins another chunk. */
  isOver: boolean;
  /** Timeouts in a row: none of them was followed by a range that was read. */
  timeouts: number;
}
