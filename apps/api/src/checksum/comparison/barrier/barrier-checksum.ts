import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../../../config/config.schema.js';
import { findMigration } from '../../../config/find-migration.js';
import { ConnectionsService } from '../../../connections/connections.service.js';
import { Clock } from '../../../platform/clock.js';
import { comparisonDialectOf } from '../../dialects/registry.js';
import type { ComparisonFrame } from '../comparison-frame.js';
import type { ChunkRecord } from '../exact-hooks.js';
import { SnapshotChecksum } from '../snapshot/snapshot-checksum.js';
import type { TableWork } from '../table-work.js';
import type { BarrierDialect, BarrierSessions } from './barrier-dialect.js';
import { BarrierHolder } from './barrier-holder.js';

/** A pair that no table of the run has used for this long is given up. */
const idleMs = 1_000;

interface RunsHolder {
  holder: BarrierHolder;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Mode `barrier`: works like `snapshot`, but a pair is made by stopping replication for a moment. The tables of a run
 * share one pair, and ranges are not compared side by side: each further pair would stop replication once more.
 */
@Injectable()
export class BarrierChecksum implements OnModuleDestroy {
  private readonly holders = new Map<ComparisonFrame, RunsHolder>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly snapshot: SnapshotChecksum,
    private readonly clock: Clock,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.holders.keys()].map((frame) => this.drop(frame)));
  }

  /** Why the configuration or the engine forbids to stop replication of this migration; null: nothing does. */
  forbidden(migration: string): string | null {
    if (!this.config.verification.allowBarrier) return 'verification.allowBarrier is false';
    return this.dialectOf(migration).forbidden(findMigration(this.config, migration).target);
  }

  /** Like SnapshotChecksum.compare. Also rejects with BarrierRefused. */
  async compare(work: TableWork): Promise<readonly ChunkRecord[]> {
    const { frame } = work;
    const held = this.holders.get(frame) ?? { holder: this.holderOf(frame), timer: undefined };
    this.holders.set(frame, held);
    clearTimeout(held.timer);
    try {
      return await this.snapshot.compare(work, { mode: 'barrier', workers: 1, lend: (_, use) => use(held.holder) });
    } finally {
      held.timer = setTimeout(() => void this.drop(frame), idleMs);
      held.timer.unref();
    }
  }

  private holderOf({ migration, hooks }: ComparisonFrame): BarrierHolder {
    const open = (): Promise<BarrierSessions> =>
      this.dialectOf(migration).open(
        this.connections.get(migration, 'source'),
        this.connections.get(migration, 'target'),
        findMigration(this.config, migration).target,
      );
    return new BarrierHolder(open, this.clock, hooks?.barrierAgeMs);
  }

  private dialectOf(migration: string): BarrierDialect {
    return comparisonDialectOf(this.config, migration).barrier;
  }

  private async drop(frame: ComparisonFrame): Promise<void> {
    const held = this.holders.get(frame);
    this.holders.delete(frame);
    clearTimeout(held?.timer);
    await held?.holder.close();
  }
}
