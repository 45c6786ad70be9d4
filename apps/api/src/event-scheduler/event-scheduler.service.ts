import { Inject, Injectable } from '@nestjs/common';
import type { EventScheduler, ScheduledJob } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { eventSchedulerDialects } from './dialects/registry.js';
import type { ToldScheduler } from './event-scheduler-dialect.js';

/** Measures whether each target runs events by itself: a setting, and a small table of the server's own. */
@Injectable()
export class EventSchedulerService extends MeasuringService<Omit<EventScheduler, 'measuredAt'>> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<Omit<EventScheduler, 'measuredAt'>> {
    const target = this.connections.get(migration, 'target');
    const { read, readJobs } = eventSchedulerDialects[target.engine];
    const [told, ofSource] = await Promise.all([
      toldOrUnknown(() => read(target, bounds), unknownScheduler),
      // What the source runs is told beside: without it what is said of the target stands.
      readJobs?.(this.connections.get(migration, 'source'), bounds).catch((): ScheduledJob[] | null => null),
    ]);
    return { ...told, jobs: ofSource === undefined ? null : { source: ofSource, target: told.jobs } };
  }
}

function unknownScheduler(reason: string): ToldScheduler {
  return {
    ...{ scheduler: '', setting: null, enabled: null, hasWaiting: null, grant: null, action: '', statement: null },
    ...{ jobs: null, reason },
  };
}
