import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { eventSchedulerDialects } from './dialects/registry.js';
import type { ToldScheduler } from './event-scheduler-dialect.js';

/** Measures whether each target runs events by itself: a variable, and a small table of the server's own. */
@Injectable()
export class EventSchedulerService extends MeasuringService<ToldScheduler> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<ToldScheduler> {
    const target = this.connections.get(migration, 'target');
    const dialect = eventSchedulerDialects[target.engine];
    if (dialect === null) return unknownScheduler('Servers of this engine have none.');
    return toldOrUnknown(() => dialect.read(target, bounds), unknownScheduler);
  }
}

function unknownScheduler(reason: string): ToldScheduler {
  return { setting: null, enabled: null, hasWaiting: null, grant: null, action: '', statement: null, reason };
}
