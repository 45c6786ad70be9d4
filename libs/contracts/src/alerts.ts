import { z } from 'zod';
import { instantSchema } from './primitives.js';

export const severitySchema = z.enum(['CRITICAL', 'WARNING', 'INFO']).meta({ id: 'Severity' });
export type Severity = z.infer<typeof severitySchema>;

/**
 * What an alert is about: a check (`lag-threshold` is `lag_threshold` here), or an event (`table_appeared`). Identity of an
 * alert is type + migration + subject. An open list: a new check needs no new contract.
 */
export const alertTypeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/)
  .meta({ id: 'AlertType', example: 'lag_threshold' });
export type AlertType = z.infer<typeof alertTypeSchema>;

/** Life of an alert; `inactive` ones are not stored. */
export const alertStateSchema = z.enum(['pending', 'firing', 'resolved']).meta({ id: 'AlertState' });
export type AlertState = z.infer<typeof alertStateSchema>;

/** One alert. A repeat of the same condition updates it and does not make a second one. */
export const alertSchema = z
  .object({
    id: z.string(),
    type: alertTypeSchema,
    severity: severitySchema,
    migration: z
      .string()
      .nullable()
      .meta({ description: 'null: it is about backups, which are of no migration', example: 'shop' }),
    subject: z.string().meta({
      description:
        'What exactly: source, target, a channel, a table; of backups schedule/server/database, a storage, or what else the check names',
      example: 'shop.customers',
    }),
    message: z.string(),
    action: z.string().meta({ description: 'What to do next' }),
    state: alertStateSchema,
    activeAt: instantSchema.meta({ description: 'When the condition was first seen' }),
    firedAt: instantSchema.nullable(),
    resolvedAt: instantSchema.nullable(),
    acknowledgedAt: instantSchema.nullable(),
    acknowledgedBy: z.string().nullable(),
    occurrences: z.number().int().meta({ description: 'Bad samples seen since activeAt' }),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alertSchema>;

/** Newest first; `nextCursor` is null on the last page. */
export const alertPageSchema = z
  .object({ alerts: z.array(alertSchema), nextCursor: z.string().nullable(), total: z.number().int() })
  .meta({ id: 'AlertPage' });
export type AlertPage = z.infer<typeof alertPageSchema>;

/** Query of `GET /api/alerts`. */
export const alertQuerySchema = z.strictObject({
  state: z.enum(['firing', 'resolved', 'all']).default('all'),
  severity: severitySchema.optional(),
  migration: z.string().optional(),
  about: z
    .enum(['migrations', 'backups'])
    .optional()
    .meta({ description: 'Alerts of any migration only, or only of backups; without it both' }),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AlertQuery = z.infer<typeof alertQuerySchema>;
