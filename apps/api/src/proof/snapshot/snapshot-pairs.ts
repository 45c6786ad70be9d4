import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import type { TableName } from '@cutover/databases';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { ReplicationPositionService } from '../../replication/replication-position.service.js';
import { proofDialectOf } from '../dialects/registry.js';
import type { ProofBounds } from '../proof.service.js';
import { MatchMemory } from './match-memory.js';
import type { PairBounds, PairHolder } from './pair-holder.js';
import { PairPool } from './pair-pool.js';
import type { SnapshotDialect } from './snapshot-dialect.js';
import { SnapshotImpossible } from './snapshot-failures.js';

/** In this time waitForTarget looks at replication twice, and so can tell that it is stopped. */
const standstillWaitMs = 3_000;

/** Lends pairs of snapshots that show both sides as they were at one position. */
@Injectable()
export class SnapshotPairs implements OnModuleDestroy {
  private readonly pool: PairPool;
  private readonly memories = new Map<string, MatchMemory>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly positions: ReplicationPositionService,
    private readonly clock: Clock,
  ) {
    this.pool = new PairPool(
      (migration) => this.dialectOf(migration),
      connections,
      (migration) => this.memoryOf(migration),
      clock,
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
  }

  /** Why a table cannot have a pair, as far as it is known without asking a server; null: it may. */
  obstacle(migration: string, storageEngines: readonly (string | null)[]): string | null {
    return this.dialectOf(migration).obstacle(this.connections.get(migration, 'source'), storageEngines);
  }

  /** Why no pair is made at the moment, as was found out lately; null: a try is due. */
  missedLately(migration: string): string | null {
    return this.memoryOf(migration).resting();
  }

  /** Puts a better reason in the place of that which `missedLately` answers. */
  explainMiss(migration: string, why: string): void {
    this.memoryOf(migration).explain(why);
  }

  /** Why a pair was not to be had and what to do, where the failure says so; null: the failure is of another kind. */
  impossibleReason(migration: string, error: unknown): string | null {
    if (error instanceof SnapshotImpossible) return error.message;
    return this.dialectOf(migration).impossibleReason(error, this.connections.get(migration, 'source'));
  }

  /** True when a table was altered or created after the snapshot that was to show it: a new snapshot does. */
  isOlderThanTable(migration: string, error: unknown): boolean {
    return this.dialectOf(migration).isOlderThanTable(error);
  }

  /** Lends a holder while `work` runs. */
  lend<T>(migration: string, work: (holder: PairHolder) => Promise<T>): Promise<T> {
    return this.pool.lend(migration, work);
  }

  /** What a holder needs to make a pair in which this table is read. */
  boundsOf(migration: string, { patience, signal }: ProofBounds, table: TableName): PairBounds {
    return {
      patience,
      signal,
      table,
      waitForTarget: (position) =>
        this.positions.waitForTarget(migration, position, { timeoutMs: standstillWaitMs, signal }),
    };
  }

  private memoryOf(migration: string): MatchMemory {
    const memory = this.memories.get(migration) ?? new MatchMemory(() => this.clock.monotonicMs());
    this.memories.set(migration, memory);
    return memory;
  }

  private dialectOf(migration: string): SnapshotDialect {
    return proofDialectOf(this.config, migration).snapshots;
  }
}
