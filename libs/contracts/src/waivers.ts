import { z } from 'zod';
import { instantSchema } from './primitives.js';

/** A waiver is given for so many days at most: what is waived for longer is no exception any more. */
export const longestWaiverDays = 30;

/** A waiver of one subject names so many things at most: nobody has looked at each of more. */
export const mostWaiverItems = 200;

/**
 * Somebody takes responsibility for what a check says, for a time. It covers the outcome it was given for, or a better one:
 * one that was given while nothing was known does not cover a failure that is proved later.
 */
export const waiverSchema = z
  .object({
    id: z.string(),
    migration: z.string(),
    check: z.string().meta({ description: 'The check that is waived', example: 'binlog-retention' }),
    subject: z
      .string()
      .nullable()
      .meta({ description: 'The subject of the finding; null: whatever this check finds, later findings too' }),
    items: z
      .array(z.string())
      .max(mostWaiverItems)
      .nullable()
      .meta({
        description:
          'What its subject consisted of when it was given: tables, events, accounts, sessions. What is found later and is not among them is not covered. Its subject alone: what is said of that as a whole. null: all of the check is waived, or it was given by a release that did not keep this',
        example: ['shop.orders'],
      }),
    covers: z
      .enum(['unknown', 'fail'])
      .meta({ description: 'unknown: nothing else. fail: a failure, and what is unknown' }),
    by: z.string().meta({ description: 'Who gave it' }),
    why: z.string(),
    from: instantSchema,
    until: instantSchema,
    endedAt: instantSchema.nullable().meta({ description: 'When its time was seen to be over' }),
    revokedAt: instantSchema.nullable(),
    revokedBy: z.string().nullable(),
    isStanding: z.boolean().meta({ description: 'It counts now' }),
  })
  .meta({ id: 'Waiver' });
export type Waiver = z.infer<typeof waiverSchema>;

/** Answer of `GET /api/migrations/:m/readiness/waivers`: those that count first, then the newest. */
export const waiverListSchema = z
  .object({ migration: z.string(), waivers: z.array(waiverSchema) })
  .meta({ id: 'WaiverList' });
export type WaiverList = z.infer<typeof waiverListSchema>;

/** Who does something. */
export const operatorSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .optional()
  .meta({ description: 'Who does it: needed where no login is configured; with a login its name counts' });

/** Body of `POST /api/migrations/:m/readiness/waivers`. */
export const giveWaiverSchema = z
  .strictObject({
    check: z.string().min(1).max(80),
    subject: z
      .string()
      .min(1)
      .max(255)
      .nullable()
      .meta({ description: 'As a finding names it; null: whatever this check finds' }),
    why: z.string().trim().min(3, 'say why in a few words').max(1000),
    until: instantSchema.meta({ description: `At most ${longestWaiverDays} days from now` }),
    operator: operatorSchema,
  })
  .meta({ id: 'GiveWaiver' });
export type GiveWaiver = z.infer<typeof giveWaiverSchema>;

/** Query of `DELETE /api/migrations/:m/readiness/waivers/:id`. */
export const revokeWaiverSchema = z.strictObject({ operator: operatorSchema });
export type RevokeWaiver = z.infer<typeof revokeWaiverSchema>;
