import { z } from 'zod';
import { instantSchema } from './primitives.js';
import { statementSchema } from './finding.js';

/** So many sequences that need something are listed at most; the script has all of them. */
export const listedSequences = 100;

/**
 * What a sequence of the target would do after a switch. Those of which nothing need be said are only counted.
 */
export const sequenceStateSchema = z.enum(['behind', 'in-use', 'missing', 'unknown']).meta({
  id: 'SequenceState',
  description:
    'behind: it would give out numbers that the source has given out; in-use: its next number, or one that comes later, is in its column already; missing: the target has no such sequence; unknown: our account may not read it',
});
export type SequenceState = z.infer<typeof sequenceStateSchema>;

const nextNumber = z.string().nullable();

/** One sequence that needs something. Numbers are texts: they go beyond 2^53. */
export const sequenceSchema = z
  .object({
    name: z.string().meta({ description: 'On the source', example: 'public.orders_id_seq' }),
    column: z.string().nullable().meta({
      description: 'The column that owns it, or whose identity it is; null: none',
      example: 'public.orders.id',
    }),
    state: sequenceStateSchema,
    source: nextNumber.meta({
      description: 'Number that it gives out next on the source; null: unknown',
      example: '5021',
    }),
    target: nextNumber.meta({ description: 'The same on the target; null: unknown, or missing', example: '1' }),
    inColumn: nextNumber.meta({
      description:
        'Largest number in its column on the target (smallest, where it counts down); null: none, or no index tells it',
    }),
    obstacle: z
      .string()
      .nullable()
      .meta({ description: 'Why no statement sets it; null: one does, or none is needed' }),
    statements: z.array(z.string()).meta({ description: 'What mends it on the target, in this order' }),
  })
  .meta({ id: 'Sequence' });
export type Sequence = z.infer<typeof sequenceSchema>;

/** Whether sequences of the target go on where those of the source are. */
export const sequencesSchema = z
  .object({
    compared: z.number().int().nullable().meta({ description: 'Sequences of the source; null: unknown' }),
    counts: z
      .record(sequenceStateSchema, z.number().int())
      .meta({ description: 'How many are in each state; all 0 and `compared` a number: all are good' }),
    sequences: z
      .array(sequenceSchema)
      .max(listedSequences)
      .meta({ description: `Those that need something, what is worst first, at most ${listedSequences}` }),
    grants: z.array(statementSchema).meta({ description: 'What lets our account read those that are unknown' }),
    reason: z.string().nullable().meta({ description: 'Why nothing is known; null: it is' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'Sequences' });
export type Sequences = z.infer<typeof sequencesSchema>;

/** Answer of `GET /api/migrations/:m/sequences`. */
export const sequencesAnswerSchema = z
  .object({
    migration: z.string(),
    sequences: sequencesSchema.nullable().meta({ description: 'null: not measured yet' }),
  })
  .meta({ id: 'SequencesAnswer' });
export type SequencesAnswer = z.infer<typeof sequencesAnswerSchema>;
