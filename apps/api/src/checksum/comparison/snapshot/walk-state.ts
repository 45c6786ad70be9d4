import type { Clock } from '../../../platform/clock.js';
import type { PairBounds, PairHolder } from '../../../proof/snapshot/pair-holder.js';
import type { ChunkBook } from '../chunk-book.js';
import type { FeedServers } from '../chunks/choose-feed.js';
import type { ChunkFeed } from '../chunks/chunk-feed.js';
import type { ChunkSize } from '../chunks/chunk-size.js';
import type { TableWork } from '../table-work.js';

/** Where a worker gets its pairs, whatever way they are made. */
export type Pairs = Pick<PairHolder, 'current' | 'release'>;

/** Everything that the workers of one table share. */
export interface SnapshotWalk {
  work: TableWork;
  feed: ChunkFeed;
  servers: FeedServers;
  book: ChunkBook;
  size: ChunkSize;
  pairBounds: PairBounds;
  clock: Clock;
  /** Set when it is of no use to go on: nobody begins another chunk. */
  isOver: boolean;
  /** Statements that were ended by their time limit since a range was last read. */
  timeouts: number;
}
