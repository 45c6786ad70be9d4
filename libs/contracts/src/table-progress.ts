import { z } from 'zod';
import { bigIntTextSchema } from './primitives.js';

/** How far the comparison of one table of a run is. */
export const tableProgressSchema = z
  .object({
    table: z.string().meta({ description: 'db.table; schema.table of PostgreSQL', example: 'shop.orders' }),
    rows: bigIntTextSchema.meta({ description: 'Rows compared so far' }),
    estimatedRows: bigIntTextSchema
      .nullable()
      .meta({ description: "The server's guess: progress may end above or below it; null where there is none" }),
    chunks: z.number().int().meta({ description: 'Chunks compared so far' }),
    rowsPerSecond: z.number().nullable().meta({ description: 'null while it is not known' }),
    remainingSeconds: z
      .number()
      .nullable()
      .meta({ description: 'Until the table is done, as estimated; null: unknown' }),
    pauseReason: z
      .string()
      .nullable()
      .meta({ description: 'Why nothing is read just now, so as not to burden the servers; null: it is being read' }),
  })
  .meta({ id: 'TableProgress' });
export type TableProgress = z.infer<typeof tableProgressSchema>;
