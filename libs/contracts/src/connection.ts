import { z } from 'zod';
import { instantSchema } from './primitives.js';

/**
 * `connecting`: no answer yet since start. `up`: the last probe answered. `down`: the last attempts failed; retrying for ever.
 */
export const connectionStateSchema = z.enum(['connecting', 'up', 'down']).meta({ id: 'ConnectionState' });
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** A failure as the user sees it: what happened and what to do next. Never holds a secret. */
export const faultSchema = z
  .object({
    code: z
      .string()
      .meta({ description: 'Stable code, for example ER_ACCESS_DENIED_ERROR, ECONNREFUSED, TLS_REFUSED' }),
    headline: z.string().meta({ description: 'What happened, in plain words; the message where there are none' }),
    message: z.string().meta({ description: 'As the server or the system says it' }),
    action: z.string().meta({ description: 'What the user should do next' }),
  })
  .meta({ id: 'Fault' });
export type Fault = z.infer<typeof faultSchema>;

/** One side of a migration as seen from this process. */
export const serverStatusSchema = z
  .object({
    state: connectionStateSchema,
    since: instantSchema.meta({ description: 'When this state began' }),
    host: z.string(),
    port: z.number().int(),
    version: z.string().nullable().meta({ description: 'Server version text; null until it answered once' }),
    tlsCipher: z.string().nullable().meta({ description: 'Cipher of our session; null when plain or never connected' }),
    latencyMs: z.number().nullable().meta({ description: 'Round trip of the last successful probe' }),
    lastSeenAt: instantSchema.nullable().meta({ description: 'Last successful probe' }),
    lastFault: faultSchema.nullable().meta({ description: 'Last failure; kept after recovery' }),
    failedAttempts: z.number().int().meta({ description: 'Consecutive failures; 0 while up' }),
    toldBy: z.string().nullable().meta({
      description:
        'The server is away, and alerts tell of it under this part of the migration, which has its health; null: under this one',
    }),
    missingGrants: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Exact GRANT statements to run; null = not probed yet' }),
  })
  .meta({ id: 'ServerStatus' });
export type ServerStatus = z.infer<typeof serverStatusSchema>;

/** Both sides. `sameServer` is true when source and target turned out to be one server, which makes every verdict void. */
export const connectionStatusSchema = z
  .object({ source: serverStatusSchema, target: serverStatusSchema, sameServer: z.boolean() })
  .meta({ id: 'ConnectionStatus' });
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;
