import { z } from 'zod';
import { instantSchema, roleSchema } from './primitives.js';

/** What is compared beside the rows. Each area is read and compared by itself. */
export const parityAreaSchema = z.enum(['schema', 'accounts', 'variables']).meta({ id: 'ParityArea' });
export type ParityArea = z.infer<typeof parityAreaSchema>;

/** One thing that is not the same on both sides. */
export const parityDifferenceSchema = z
  .object({
    id: z.string().meta({ description: 'The same in every reading: area/kind/object/part' }),
    area: parityAreaSchema,
    kind: z.string().meta({ description: 'What kind of object differs', example: 'index' }),
    object: z.string().meta({ description: 'Its name', example: 'shop.orders' }),
    part: z.string().nullable().meta({
      description: 'What of the object; null: the object itself is on one side only',
      example: 'index by_customer',
    }),
    source: z.string().nullable().meta({ description: 'As the source has it; null: not there' }),
    target: z.string().nullable().meta({ description: 'As the target has it; null: not there' }),
    why: z.string().meta({ description: 'What happens after the cutover if it stays so' }),
    mend: z
      .object({
        on: roleSchema.meta({ description: 'The side on which it is run' }),
        statements: z.array(z.string()),
        note: z.string().nullable().meta({ description: 'What to know before it is run' }),
      })
      .nullable()
      .meta({ description: 'What would make it the same; null: no statement can, and `why` says what to do' }),
    blocks: z.boolean().meta({ description: 'It keeps the answer from being safe' }),
  })
  .meta({ id: 'ParityDifference' });
export type ParityDifference = z.infer<typeof parityDifferenceSchema>;

/** Something that could not be compared, so that nothing is said of it. */
export const parityUnknownSchema = z
  .object({
    area: parityAreaSchema,
    what: z.string().meta({ description: 'What could not be compared', example: 'bodies of routines' }),
    side: roleSchema.nullable().meta({ description: 'The side that could not be read; null: both' }),
    reason: z.string(),
    action: z.string().min(1).meta({ description: 'What to do' }),
    grants: z
      .array(z.string())
      .meta({ description: 'What gives our account the rights that it lacks, on `side`; empty: it lacks none' }),
    blocks: z.boolean(),
  })
  .meta({ id: 'ParityUnknown' });
export type ParityUnknown = z.infer<typeof parityUnknownSchema>;

/** Something that is deliberately not compared, so that nothing is said of it. */
export const parityLeftOutSchema = z
  .object({
    object: z.string().meta({ example: "'root'@'localhost'" }),
    why: z.string().meta({ description: 'Why it is expected to differ', example: 'the target replicates with it' }),
  })
  .meta({ id: 'ParityLeftOut' });
export type ParityLeftOut = z.infer<typeof parityLeftOutSchema>;

/** How an area stands. */
export const parityAreaStateSchema = z
  .object({
    area: parityAreaSchema,
    compared: z
      .record(z.string(), z.number().int())
      .meta({ description: 'Objects that were compared, by kind', example: { table: 24, trigger: 3 } }),
    differences: z.number().int(),
    blocking: z.number().int().meta({ description: 'Those of the differences that block' }),
    unknown: z.array(parityUnknownSchema),
    leftOut: z
      .array(parityLeftOutSchema)
      .meta({ description: 'What is not compared though one side or both have it, by name: accounts of the server' }),
    tookMs: z.number(),
    statements: z
      .object({ source: z.number().int(), target: z.number().int() })
      .meta({ description: 'Statements that the reading took' }),
    measuredAt: instantSchema,
    failure: z.string().nullable().meta({
      description: 'Why a later reading failed, so that what stands here is of `measuredAt`; null: the last one worked',
    }),
  })
  .meta({ id: 'ParityAreaState' });
export type ParityAreaState = z.infer<typeof parityAreaStateSchema>;

/** Query of `GET /api/migrations/:m/parity`. */
export const parityQuerySchema = z.strictObject({
  area: parityAreaSchema.optional().meta({ description: 'Differences of this area only' }),
  search: z.string().max(200).optional().meta({ description: 'Objects whose name holds this text, whatever its case' }),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type ParityQuery = z.infer<typeof parityQuerySchema>;

/** Answer of `GET /api/migrations/:m/parity`: what blocks first. */
export const parityAnswerSchema = z
  .object({
    migration: z.string(),
    areas: z.array(parityAreaStateSchema).meta({ description: 'Those that were compared at least once' }),
    differences: z.array(parityDifferenceSchema),
    total: z.number().int().meta({ description: 'Differences that `area` and `search` find, on all pages together' }),
    nextCursor: z.string().nullable().meta({ description: 'null: this is the last page' }),
  })
  .meta({ id: 'ParityAnswer' });
export type ParityAnswer = z.infer<typeof parityAnswerSchema>;
