import { z } from 'zod';
import { worstLagSchema } from './lag.js';
import { instantSchema } from './primitives.js';

/** How long the source keeps its binary logs. Replication that asks for one that is gone ends for good (error 1236). */
export const binlogRetentionSchema = z
  .object({
    keptSeconds: z.number().nullable().meta({ description: 'null: unknown, or for ever where isForever' }),
    isForever: z.boolean().meta({ description: 'The source deletes none by age' }),
    limitBytes: z.number().nullable().meta({
      description: 'It deletes the oldest beyond this size, whatever their age; null: no such limit, or unknown',
    }),
    hasSeconds: z.boolean().meta({
      description: 'The source has binlog_expire_logs_seconds; false: expire_logs_days alone, or unknown',
    }),
    reason: z.string().nullable().meta({ description: 'Why it is unknown' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'BinlogRetention' });
export type BinlogRetention = z.infer<typeof binlogRetentionSchema>;

/** Answer of `GET /api/migrations/:m/binlog-retention`. */
export const binlogRetentionAnswerSchema = z
  .object({
    migration: z.string(),
    retention: binlogRetentionSchema.nullable().meta({ description: 'null: not measured yet' }),
    worstLag: worstLagSchema.meta({ description: 'Of the last 24 h' }),
  })
  .meta({ id: 'BinlogRetentionAnswer' });
export type BinlogRetentionAnswer = z.infer<typeof binlogRetentionAnswerSchema>;
