import { z } from 'zod';
import { statementSchema } from './finding.js';
import { instantSchema, roleSchema } from './primitives.js';

/** So many accounts are named at most. */
export const namedReplicationAccounts = 20;

/** What stands in the way of a subscription of the old source to the target, or could not be seen. */
export const rollbackObstacleSchema = z
  .object({
    subject: z.string().meta({ example: 'target max_replication_slots' }),
    side: roleSchema,
    outcome: z.enum(['fail', 'unknown']),
    message: z.string(),
    action: z.string(),
    statements: z.array(statementSchema),
  })
  .meta({ id: 'RollbackObstacle' });
export type RollbackObstacle = z.infer<typeof rollbackObstacleSchema>;

/** The way back where it is a subscription of the old source to the target. */
export const subscriptionBackSchema = z
  .object({
    knowsOrigin: z.boolean().nullable().meta({
      description: 'Both servers can leave out what came by replication (origin = none: 16 and later); null: unknown',
    }),
    limits: z
      .array(z.object({ side: roleSchema, name: z.string(), limit: z.number().int(), used: z.number().int() }))
      .meta({ description: 'Of what the way back takes one more' }),
    tables: z.number().int().nullable().meta({ description: 'Watched tables it would carry; null: unknown' }),
    publication: z.string().nullable().meta({
      description: 'Of the target, publishing all of these whole; null: none, and the script makes one',
    }),
    subscription: z
      .object({ name: z.string(), isEnabled: z.boolean() })
      .nullable()
      .meta({ description: 'Of the source, as the script names it; null: not made, or unknown' }),
    obstacles: z.array(rollbackObstacleSchema),
  })
  .meta({ id: 'SubscriptionBack' });
export type SubscriptionBack = z.infer<typeof subscriptionBackSchema>;

/** What it takes to let the old source replicate from the target after the cutover, which is the way back. */
export const rollbackPathSchema = z
  .object({
    settings: z.record(z.string(), z.string()).meta({
      description: 'Variables of the target that decide it, in lower case; what the server does not have is absent',
      example: { log_bin: 'ON', binlog_format: 'ROW' },
    }),
    keptSeconds: z.number().nullable().meta({
      description: 'How long the target keeps its binary logs; null: unknown, for ever, or it has none',
    }),
    keptForEver: z.boolean(),
    serverIds: z
      .object({ source: z.string().nullable(), target: z.string().nullable() })
      .meta({ description: 'server_id of both sides (of PostgreSQL its system identifier); null: unknown' }),
    accounts: z
      .object({ total: z.number().int(), named: z.array(z.string()).max(namedReplicationAccounts) })
      .nullable()
      .meta({ description: 'Accounts of the target by which a server can replicate from it; null: not visible' }),
    grant: z.string().nullable().meta({ description: 'Right that our account lacks to see them; null: none' }),
    subscription: subscriptionBackSchema.nullable().meta({
      description: 'Where the old source would subscribe to the target; null: it would read its binary log, or unknown',
    }),
    reason: z.string().nullable().meta({ description: 'Why the settings are unknown' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'RollbackPath' });
export type RollbackPath = z.infer<typeof rollbackPathSchema>;

/** Answer of `GET /api/migrations/:m/rollback-path`. */
export const rollbackPathAnswerSchema = z
  .object({
    migration: z.string(),
    rollbackPath: rollbackPathSchema.nullable().meta({ description: 'null: not measured yet' }),
  })
  .meta({ id: 'RollbackPathAnswer' });
export type RollbackPathAnswer = z.infer<typeof rollbackPathAnswerSchema>;
