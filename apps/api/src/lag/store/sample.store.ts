import { Injectable } from '@nestjs/common';
import type { ReplicationState } from '@cutover/contracts';
import { LessThan, MoreThanOrEqual } from 'typeorm';
import { LagSampleEntity } from './lag-sample.entity.js';
import { StoreConnection } from '../../store/store-connection.js';

/** One lag measurement as it is kept. null is unknown, never zero. */
export interface LagSample {
  /** Wall time in milliseconds since the epoch. */
  atMs: number;
  seconds: number | null;
  /** What positions prove, where the seconds say less or nothing; null otherwise. */
  atLeastSeconds: number | null;
  transactionsBehind: number | null;
  notReceivedBytes: number | null;
  notAppliedBytes: number | null;
  state: ReplicationState;
}

/** A sample, and whose. */
export interface MigrationSample extends LagSample {
  migration: string;
}

/** Lag samples on disk. */
@Injectable()
export class SampleStore {
  constructor(private readonly store: StoreConnection) {}

  /** Never rejects for a store out of order: the sample then waits in memory, in a bounded line. */
  append(migration: string, sample: LagSample): Promise<void> {
    return this.appendAll([{ migration, ...sample }]);
  }

  /** The same for samples of several migrations, in one statement. */
  async appendAll(samples: readonly MigrationSample[]): Promise<void> {
    const [first] = samples;
    if (first === undefined) return;
    await this.store.keep(`sample ${first.migration} ${first.atMs}`, (manager) =>
      // Two samples in one millisecond happen after the wall clock was set back: the later one wins.
      manager.upsert(LagSampleEntity, [...samples], ['migration', 'atMs']),
    );
  }

  /** Oldest first; `sinceMs` itself is included. Rejects with StoreFault. */
  async loadSince(migration: string, sinceMs: number): Promise<LagSample[]> {
    const rows = await this.store.read((manager) =>
      manager.find(LagSampleEntity, {
        where: { migration, atMs: MoreThanOrEqual(sinceMs) },
        order: { atMs: 'ASC' },
      }),
    );
    return rows.map(({ migration: _, ...sample }) => sample);
  }

  /** Deletes samples of every migration older than the instant; returns how many. */
  async prune(beforeMs: number): Promise<number> {
    const result = await this.store.write((manager) => manager.delete(LagSampleEntity, { atMs: LessThan(beforeMs) }));
    return result.affected ?? 0;
  }
}
