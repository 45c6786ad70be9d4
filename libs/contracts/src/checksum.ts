import { z } from 'zod';
import { bigIntTextSchema, instantSchema } from './primitives.js';
import { verdictSchema } from './verdict.js';

/** How equality was established. `table` is CHECKSUM TABLE on both sides; the others belong to the exact engine. */
export const checksumModeSchema = z.enum(['snapshot', 'barrier', 'sandwich', 'table']).meta({ id: 'ChecksumMode' });
export type ChecksumMode = z.infer<typeof checksumModeSchema>;

/** Verdict on one table. */
export const checksumResultSchema = z
  .object({
    table: z.string().meta({ description: 'db.table', example: 'shop.orders' }),
    verdict: verdictSchema,
    reason: z.string().optional().meta({ description: 'Why, when the verdict is not matched' }),
    mode: checksumModeSchema,
    digest: z.string().meta({ description: 'Name of the digest', example: 'CHECKSUM TABLE' }),
    position: z.string().nullable().meta({ description: 'GTID position of the source the verdict holds at' }),
    sourceDigest: z.string().nullable(),
    targetDigest: z.string().nullable(),
    sourceRows: bigIntTextSchema.nullable().meta({ description: 'null where the mode does not count rows' }),
    targetRows: bigIntTextSchema.nullable(),
    chunks: z.object({
      total: z.number().int(),
      matched: z.number().int(),
      lagging: z.number().int(),
      diverged: z.number().int(),
      unverified: z.number().int(),
    }),
    differences: z.object({
      missing: z.number().int(),
      extra: z.number().int(),
      changed: z.number().int(),
      complete: z.boolean().meta({ description: 'false: differing rows were not (all) named' }),
    }),
    startedAt: instantSchema,
    finishedAt: instantSchema,
    durationMs: z.number(),
  })
  .meta({ id: 'ChecksumResult' });
export type ChecksumResult = z.infer<typeof checksumResultSchema>;

/** Last result of every watched table. */
export const checksumListSchema = z
  .object({ migration: z.string(), results: z.array(checksumResultSchema), activeRunId: z.string().nullable() })
  .meta({ id: 'ChecksumList' });
export type ChecksumList = z.infer<typeof checksumListSchema>;

/** `interrupted`: the process ended during the run. */
export const runStateSchema = z
  .enum(['running', 'finished', 'cancelled', 'failed', 'interrupted'])
  .meta({ id: 'RunState' });
export type RunState = z.infer<typeof runStateSchema>;

/** One verification run and how far it is; also the payload of `checksum_progress`. */
export const checksumRunSchema = z
  .object({
    id: z.string(),
    migration: z.string(),
    trigger: z.enum(['schedule', 'request', 'command']),
    mode: checksumModeSchema,
    state: runStateSchema,
    verdict: verdictSchema.nullable().meta({ description: 'Worst verdict so far; null before the first table' }),
    reason: z.string().nullable(),
    tables: z.object({ total: z.number().int(), done: z.number().int(), current: z.array(z.string()) }),
    results: z.array(checksumResultSchema),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ChecksumRun' });
export type ChecksumRun = z.infer<typeof checksumRunSchema>;

/** Body of `POST /api/migrations/:m/checksums/runs`; without `tables` every watched table is compared. */
export const startRunSchema = z
  .strictObject({ tables: z.array(z.string().min(3)).min(1).max(1000).optional() })
  .meta({ id: 'StartRun' });
export type StartRun = z.infer<typeof startRunSchema>;
