import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import type { TableName } from '@cutover/databases';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { ReplicationPositionService } from '../../replication/replication-position.service.js';
import { proofDialectOf } from '../dialects/registry.js';
import type { ProofBounds } from '../proof.service.js';
import { MatchMemory } from './match-memory.js';
import type { PairBounds, PairHolder, PairOpener } from './pair-holder.js';
import { PairPool } from './pair-pool.js';
import type { SnapshotDialect } from './snapshot-dialect.js';
import { SnapshotImpossible } from './snapshot-failures.js';

/** In this time waitForTarget looks at replication twice, and so can tell that it is stopped. */
const standstillWaitMs = 3_000;

/** `matched`: it is known where both snapshots stand. `bracket`: see SnapshotDialect.openBracket. */
export type PairKind = 'matched' | 'bracket';

/** Lends pairs of snapshots that show both sides as they were at one position. */
@Injectable()
export class SnapshotPairs implements OnModuleDestroy {
  private readonly pools: Readonly<Record<PairKind, PairPool>>;
  private readonly memories = new Map<string, MatchMemory>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly positions: ReplicationPositionService,
    private readonly clock: Clock,
  ) {
    const poolOf = (kind: PairKind): PairPool =>
      new PairPool(
        (migration) => this.openerOf(migration, kind),
        connections,
        (migration) => this.memoryOf(migration, kind),
        clock,
      );
    this.pools = { matched: poolOf('matched'), bracket: poolOf('bracket') };
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(Object.values(this.pools).map((pool) => pool.close()));
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

  /** Whether the engine has brackets: see SnapshotDialect.openBracket. */
  hasBrackets(migration: string): boolean {
    return this.dialectOf(migration).openBracket !== undefined;
  }

  /** Lends a holder while `work` runs. */
  lend<T>(migration: string, work: (holder: PairHolder) => Promise<T>, kind: PairKind = 'matched'): Promise<T> {
    return this.pools[kind].lend(migration, work);
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

  private memoryOf(migration: string, kind: PairKind = 'matched'): MatchMemory {
    const name = `${kind} ${migration}`;
    const memory = this.memories.get(name) ?? new MatchMemory(() => this.clock.monotonicMs());
    this.memories.set(name, memory);
    return memory;
  }

  private openerOf(migration: string, kind: PairKind): PairOpener {
    const dialect = this.dialectOf(migration);
    const { startStopped } = dialect;
    return {
      startStopped,
      open: (source, target) =>
        kind === 'matched' || dialect.openBracket === undefined
          ? dialect.open(source, target)
          : dialect.openBracket(source, target),
    };
  }

  private dialectOf(migration: string): SnapshotDialect {
    return proofDialectOf(this.config, migration).snapshots;
  }
}
