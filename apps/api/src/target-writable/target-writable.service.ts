import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import {
  MeasuringService,
  toldOrUnknown,
  type Measurement,
  type MeasuringBounds,
} from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { targetWritableDialects } from './dialects/registry.js';
import type { ToldWritable } from './target-writable-dialect.js';
import { unknownWritable } from './unknown-writable.js';

/** Measures who may write to each target beside replication: small tables of the server's own, answered from memory. */
@Injectable()
export class TargetWritableService extends MeasuringService<ToldWritable> {
  private readonly unseen = new Map<string, string>();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  /**
   * When accounts were last seen able to write to the target with nothing to show it, as UTC ISO text; null: not since the start
   * of this process. What was proved equal before that may differ.
   */
  unseenWritesUntil(migration: string): string | null {
    return this.unseen.get(migration) ?? null;
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<ToldWritable> {
    const target = this.connections.get(migration, 'target');
    const watched = rightsNeedsOf(findMigration(this.config, migration), 'target');
    return toldOrUnknown(() => targetWritableDialects[target.engine].read(target, watched, bounds), unknownWritable);
  }

  protected override keep(migration: string, measurement: Measurement<ToldWritable>): void {
    // First: whoever hears of the measurement must find it.
    if (maySlipIn(measurement)) this.unseen.set(migration, measurement.measuredAt);
    super.keep(migration, measurement);
  }
}

/** Pure: whether an account may write to the target, and nothing would show it. */
export function maySlipIn({ guard, isLogged, writers }: ToldWritable): boolean {
  return guard === 'none' && isLogged === false && writers?.total !== 0;
}
