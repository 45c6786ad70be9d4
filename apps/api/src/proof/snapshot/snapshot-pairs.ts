import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { ReplicationPositionService } from '../../replication/replication-position.service.js';
import type { ProofBounds } from '../proof.service.js';
import type { PairBounds, PairHolder } from './pair-holder.js';
import { PairPool } from './pair-pool.js';

/** Two questions of a replica that stands still: longer than it takes to see that it does. */
const standstillWaitMs = 3_000;

/** Matched snapshot pairs for whoever compares: both sides as they were at one GTID. */
@Injectable()
export class SnapshotPairs implements OnModuleDestroy {
  private readonly pool: PairPool;

  constructor(
    connections: ConnectionsService,
    private readonly positions: ReplicationPositionService,
    clock: Clock,
  ) {
    this.pool = new PairPool(connections, clock);
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
  }

  /** Lends a holder for the time of `work`. */
  lend<T>(migration: string, work: (holder: PairHolder) => Promise<T>): Promise<T> {
    return this.pool.lend(migration, work);
  }

  /** What a holder needs to bring a pair together. */
  boundsOf(migration: string, { patience, signal }: ProofBounds): PairBounds {
    return {
      patience,
      signal,
      waitForTarget: (position) =>
        this.positions.waitForTarget(migration, position, { timeoutMs: standstillWaitMs, signal }),
    };
  }
}
