import { z } from 'zod';
import { instantSchema } from './primitives.js';

/**
 * Lag measured by a row that Cutover writes on the source every second and reads on the target. Both instants are those of
 * the source's clock, so that it does not matter what the target's says.
 */
export const heartbeatSchema = z
  .object({
    table: z.string().meta({ description: 'Where it is written', example: 'cutover.heartbeat' }),
    seconds: z.number().nullable().meta({
      description: 'Age of the oldest beat that the target has not applied; 0: it has the last one. null is unknown',
    }),
    writer: z.enum(['writing', 'paused', 'failing']).meta({
      description:
        'Whether beats are written. failing: the last one was not; it says nothing of the target, which then is unknown',
    }),
    lastBeatAt: instantSchema
      .nullable()
      .meta({ description: "The last beat that was written, by the source's clock; null: none since the start" }),
    reason: z.string().nullable().meta({ description: 'Why something above is unknown' }),
    action: z.string().nullable().meta({ description: 'What to do about it' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'Heartbeat' });
export type Heartbeat = z.infer<typeof heartbeatSchema>;
