import { z } from 'zod';
import { checksumModeSchema } from './checksum.js';
import { skippedTablesSchema } from './coverage.js';
import { bigIntTextSchema, instantSchema } from './primitives.js';
import { verdictSchema } from './verdict.js';

/** What one side says of a table; null is unknown or not applicable (no integer key, no AUTO_INCREMENT). */
export const tableFactsSchema = z
  .object({
    rows: bigIntTextSchema.nullable(),
    smallestKey: z.string().nullable(),
    largestKey: z.string().nullable(),
    autoIncrement: bigIntTextSchema.nullable(),
    columns: z.array(z.string()).meta({ description: 'Name and type, in order' }),
  })
  .meta({ id: 'TableFacts' });
export type TableFacts = z.infer<typeof tableFactsSchema>;

/** Basic comparison of one table on both sides. */
export const consistencyResultSchema = z
  .object({
    table: z.string().meta({ description: 'db.table; schema.table of PostgreSQL', example: 'shop.orders' }),
    verdict: verdictSchema,
    reason: z.string().optional(),
    action: z.string().optional().meta({
      description: 'What to do about the difference, where more is to be said than to compare and repair',
    }),
    mode: checksumModeSchema.extract(['snapshot', 'sandwich']).optional().meta({
      description:
        'snapshot: rows and keys of both sides as they were at one GTID; sandwich: read again until something was proved. Absent where nothing was compared',
    }),
    differences: z.array(z.enum(['rows', 'smallestKey', 'largestKey', 'autoIncrement', 'columns', 'presence'])),
    source: tableFactsSchema.nullable().meta({ description: 'null: the table is not there, or could not be read' }),
    target: tableFactsSchema.nullable(),
    position: z.string().nullable(),
    checkedAt: instantSchema,
    durationMs: z.number(),
  })
  .meta({ id: 'ConsistencyResult' });
export type ConsistencyResult = z.infer<typeof consistencyResultSchema>;

/** Answer of `GET /api/migrations/:m/consistency`. */
export const consistencyListSchema = z
  .object({
    migration: z.string(),
    results: z.array(consistencyResultSchema),
    skipped: z
      .array(skippedTablesSchema)
      .meta({ description: 'What of the watched databases and tables is not compared, by reason' }),
    checkedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ConsistencyList' });
export type ConsistencyList = z.infer<typeof consistencyListSchema>;
