import { z } from 'zod';
import { instantSchema } from './primitives.js';

/** So many accounts are named at most. */
export const namedReplicationAccounts = 20;

/** What it takes to let the old source replicate from the target after the cutover, which is the way back. */
export const rollbackPathSchema = z
  .object({
    settings: z.record(z.string(), z.string()).meta({
      description: 'Variables of the target that decide it, in lower case; what the server does not have is absent',
      example: { log_bin: 'ON', binlog_format: 'ROW' },
    }),
    keptSeconds: z.number().nullable().meta({
      description: 'How long the target keeps its binary logs; null: unknown, or for ever',
    }),
    keptForEver: z.boolean(),
    serverIds: z
      .object({ source: z.string().nullable(), target: z.string().nullable() })
      .meta({ description: 'server_id of both sides; null: unknown' }),
    accounts: z
      .object({ total: z.number().int(), named: z.array(z.string()).max(namedReplicationAccounts) })
      .nullable()
      .meta({ description: 'Accounts of the target by which a server can replicate from it; null: not visible' }),
    grant: z.string().nullable().meta({ description: 'Right that our account lacks to see them; null: none' }),
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
