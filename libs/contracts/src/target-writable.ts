import { z } from 'zod';
import { instantSchema } from './primitives.js';

/** So many accounts are named at most. */
export const namedWriters = 20;

/** An account that may write to watched tables of the target, and by which right. */
export const targetWriterSchema = z
  .object({
    account: z.string().meta({ example: 'app@%' }),
    by: z.string().meta({ description: 'The right by which it may', example: 'INSERT on shop.*' }),
  })
  .meta({ id: 'TargetWriter' });
export type TargetWriter = z.infer<typeof targetWriterSchema>;

/** Accounts of one kind: the first of them by name, and how many there are. */
export const targetWritersSchema = z
  .object({ total: z.number().int(), named: z.array(targetWriterSchema).max(namedWriters) })
  .meta({ id: 'TargetWriters' });
export type TargetWriters = z.infer<typeof targetWritersSchema>;

/** Who may write to the target beside replication, and whether such a write would be seen. */
export const targetWritableSchema = z
  .object({
    guard: z.enum(['none', 'ordinary', 'all']).nullable().meta({
      description:
        'Whose writes the server refuses: nobody’s, those of ordinary accounts (read_only), or everybody’s but replication (super_read_only); PostgreSQL: always none; null: unknown',
    }),
    guardText: z
      .string()
      .nullable()
      .meta({ description: 'The setting as the server has it', example: 'read_only = OFF' }),
    writers: targetWritersSchema.nullable().meta({
      description: 'Accounts that may write in spite of that, administrators apart; null: not visible to our account',
    }),
    administrators: targetWritersSchema.nullable().meta({
      description:
        'Accounts that may write only as administrators: from the server itself, as superuser, or after they have undone a setting; null: not visible',
    }),
    isLogged: z.boolean().nullable().meta({
      description: 'A write of such an account gets a GTID, by which Cutover sees it; null: unknown',
    }),
    unloggedBecause: z
      .string()
      .nullable()
      .meta({ description: 'Why it gets none; null where it does', example: 'log_bin = OFF' }),
    action: z.string().meta({ description: 'How the target is made to refuse such writes' }),
    statement: z.string().nullable().meta({ description: 'The statement that does so; null: none can' }),
    accountsAction: z.string().meta({ description: 'How the accounts that may write are kept from it' }),
    grant: z.string().nullable().meta({ description: 'Right that our account lacks to see the others; null: none' }),
    reason: z.string().nullable().meta({ description: 'Why something above is unknown' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'TargetWritable' });
export type TargetWritable = z.infer<typeof targetWritableSchema>;

/** Answer of `GET /api/migrations/:m/target-writable`. */
export const targetWritableAnswerSchema = z
  .object({
    migration: z.string(),
    targetWritable: targetWritableSchema.nullable().meta({ description: 'null: not measured yet' }),
  })
  .meta({ id: 'TargetWritableAnswer' });
export type TargetWritableAnswer = z.infer<typeof targetWritableAnswerSchema>;
