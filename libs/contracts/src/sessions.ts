import { z } from 'zod';
import { instantSchema } from './primitives.js';

/** So many of one side are listed at most, the longest first. */
export const listedHoldUps = 50;

/** What a session of a server does that a cutover, or replication, has to wait for. */
export const holdUpKindSchema = z.enum(['transaction', 'prepared', 'lock-wait', 'backup', 'ddl']).meta({
  id: 'HoldUpKind',
  description:
    'transaction: open for long; prepared: a transaction of two phases that waits for its COMMIT; lock-wait: a session that waits for a lock; backup: one under way, or whoever waits for its lock; ddl: a definition is being changed',
});
export type HoldUpKind = z.infer<typeof holdUpKindSchema>;

/** One session, or one prepared transaction. */
export const holdUpSchema = z
  .object({
    kind: holdUpKindSchema,
    name: z.string().meta({ description: 'The session, or the prepared transaction', example: 'session 812' }),
    account: z.string().nullable().meta({ description: 'null: no session has it any more', example: 'app@10.0.0.3' }),
    forSeconds: z.number().int().nullable().meta({ description: 'For how long; a prepared one: since it was seen' }),
    isIdle: z.boolean().meta({ description: 'The session does nothing at the moment' }),
    doing: z
      .string()
      .nullable()
      .meta({ description: 'Its statement with ? in place of values; null: none', example: 'UPDATE stock SET n = ?' }),
    behind: z
      .string()
      .nullable()
      .meta({ description: 'Whom it waits for; null: nobody, or not told', example: 'session 7 of app' }),
    end: z
      .string()
      .nullable()
      .meta({ description: 'The statement that ends it, or whom it waits for', example: 'KILL 812' }),
  })
  .meta({ id: 'HoldUp' });
export type HoldUp = z.infer<typeof holdUpSchema>;

/** What holds up one side. */
export const sideSessionsSchema = z
  .object({
    holdUps: z.array(holdUpSchema).max(listedHoldUps),
    unknown: z
      .array(z.object({ kind: holdUpKindSchema, reason: z.string(), grant: z.string().nullable() }))
      .meta({ description: 'What could not be looked at, why, and the right that shows it' }),
  })
  .meta({ id: 'SideSessions' });
export type SideSessions = z.infer<typeof sideSessionsSchema>;

/** What holds up a cutover, or replication, on both sides. */
export const sessionsSchema = z
  .object({ source: sideSessionsSchema, target: sideSessionsSchema, measuredAt: instantSchema })
  .meta({ id: 'Sessions' });
export type Sessions = z.infer<typeof sessionsSchema>;

/** Answer of `GET /api/migrations/:m/sessions`. */
export const sessionsAnswerSchema = z
  .object({
    migration: z.string(),
    sessions: sessionsSchema.nullable().meta({ description: 'null: not measured yet' }),
  })
  .meta({ id: 'SessionsAnswer' });
export type SessionsAnswer = z.infer<typeof sessionsAnswerSchema>;
