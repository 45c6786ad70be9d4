import { z } from 'zod';
import { instantSchema } from './primitives.js';

/** So many events are named at most. */
export const namedEvents = 20;

/** A job of a scheduler that stands beside the server's own means, as pg_cron. */
export const scheduledJobSchema = z
  .object({ name: z.string(), schedule: z.string().meta({ example: '0 3 * * *' }), isActive: z.boolean() })
  .meta({ id: 'ScheduledJob' });
export type ScheduledJob = z.infer<typeof scheduledJobSchema>;

/** Whether the target runs events by itself before the application moves, and which. */
export const eventSchedulerSchema = z
  .object({
    scheduler: z.string().meta({ description: 'What runs them, as a text begins with it', example: 'pg_cron' }),
    setting: z.string().nullable().meta({
      description: 'event_scheduler as the target has it, or what takes its place; null: unknown',
      example: 'OFF',
    }),
    enabled: z
      .object({ total: z.number().int(), named: z.array(z.string()).max(namedEvents) })
      .nullable()
      .meta({ description: 'Events that the target runs while it is ON, as `db.event`; null: not visible' }),
    hasWaiting: z.boolean().nullable().meta({
      description:
        'Its thread waits for an event, which may have been disabled since; false: it has none to run; null: not told',
    }),
    grant: z.string().nullable().meta({ description: 'Right that our account lacks to see the events; null: none' }),
    action: z.string().meta({ description: 'How it is turned off' }),
    statement: z.string().nullable().meta({ description: 'What turns it off on the target; null: no statement can' }),
    jobs: z
      .object({
        source: z.array(scheduledJobSchema).max(namedEvents).nullable(),
        target: z.array(scheduledJobSchema).max(namedEvents).nullable(),
      })
      .nullable()
      .meta({
        description:
          'Jobs for the watched database, which replication does not bring; of a side null: not visible. null: of other engines',
      }),
    reason: z.string().nullable().meta({ description: 'Why the setting is unknown' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'EventScheduler' });
export type EventScheduler = z.infer<typeof eventSchedulerSchema>;

/** Answer of `GET /api/migrations/:m/event-scheduler`. */
export const eventSchedulerAnswerSchema = z
  .object({
    migration: z.string(),
    eventScheduler: eventSchedulerSchema.nullable().meta({ description: 'null: not measured yet' }),
  })
  .meta({ id: 'EventSchedulerAnswer' });
export type EventSchedulerAnswer = z.infer<typeof eventSchedulerAnswerSchema>;
