import { Injectable } from '@nestjs/common';
import type { EventScheduler, EvidenceFact, EvidenceSection, ScheduledJob } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import { lightIntervalMs } from '../evidence/measuring-service.js';
import { eventSchedulerCheck, namesOf } from './event-scheduler.check.js';
import { EventSchedulerService } from './event-scheduler.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    'event-scheduler': EventScheduler | null;
  }
}

/** Whether the target runs events by itself, as evidence. */
@Injectable()
export class EventSchedulerEvidence implements EvidenceSource<'event-scheduler'> {
  readonly name = 'event-scheduler';
  readonly section = 'event-scheduler';
  readonly checks = [eventSchedulerCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges = [];

  constructor(
    private readonly scheduler: EventSchedulerService,
    registry: EvidenceRegistry,
  ) {
    this.changes = scheduler.changes;
    this.measuring = {
      measure: (migration, signal) => scheduler.measure(migration, signal),
      // Soon: it may be turned on for a test and forgotten, and it writes from then on.
      intervalMs: lightIntervalMs,
      needs: 'target',
    };
    registry.add(this);
  }

  forget(migration: string): void {
    this.scheduler.forget(migration);
  }

  snapshot(migration: string): EventScheduler | null {
    return this.scheduler.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    const setting = told?.setting ?? null;
    const hint = told === null || told.grant === null ? null : `To see them, if you like: ${told.grant}`;
    return {
      label: 'Events on the target',
      summary: setting === null ? 'unknown' : `Scheduler ${setting}`,
      explanation:
        'Events that the target runs by itself write rows that the source never had. Those of the source run on the source until the application moves.',
      facts: [
        { label: 'Scheduler', value: setting, hint: told?.reason ?? null },
        {
          label: 'Events it runs while it is ON',
          value: eventsText(told),
          hint,
        },
        ...(told === null || told.jobs === null ? [] : jobFacts(told.jobs)),
      ],
    };
  }
}

/** Where events are hidden the scheduler still tells whether it has one; null: unknown. */
function eventsText(told: EventScheduler | null): string | null {
  if (told === null) return null;
  const { enabled, hasWaiting } = told;
  if (enabled !== null) return enabled.total === 0 ? 'none' : namesOf(enabled);
  return hasWaiting === false ? 'none' : null;
}

/** Jobs do not travel: what the source runs is to be made on the target in the switch. */
function jobFacts({ source, target }: NonNullable<EventScheduler['jobs']>): EvidenceFact[] {
  const text = (jobs: readonly ScheduledJob[] | null): string | null =>
    jobs === null
      ? null
      : jobs
          .map(({ name, schedule, isActive }) => `${name} (${schedule}${isActive ? '' : ', not active'})`)
          .join(', ') || 'none';
  return [
    { label: 'Jobs of the source', value: text(source), hint: 'Replication does not bring them' },
    { label: 'Jobs of the target', value: text(target), hint: null },
  ];
}
