import { z } from 'zod';
import { checksumResultSchema, checksumRunSchema } from './checksum.js';
import { connectionStatusSchema } from './connection.js';
import { consistencyResultSchema } from './consistency.js';
import { replicaLagSchema } from './lag.js';
import { engineSchema, instantSchema } from './primitives.js';

/** One reason why the answer is not `safe`, with what it is about. */
export const verdictReasonSchema = z
  .object({
    check: z
      .enum([
        'same-server',
        'connection',
        'replication-state',
        'replica-lag',
        'errant-transactions',
        'table-diverged',
        'counts-diverged',
        'table-unproved',
        'first-comparison',
      ])
      .meta({ description: 'What was looked at' }),
    message: z.string(),
    tables: z.array(z.string()).meta({ description: 'Watched tables it is about, as db.table; empty when none' }),
  })
  .meta({ id: 'VerdictReason' });
export type VerdictReason = z.infer<typeof verdictReasonSchema>;

/** What an answer rests on. null is unknown, never 0. */
export const verdictBasisSchema = z
  .object({
    tablesWatched: z.number().int().nullable(),
    tablesEqual: z.number().int().meta({ description: 'Watched tables whose last proof of equality is young enough' }),
    oldestProofAt: instantSchema.nullable().meta({ description: 'Beginning of the oldest of those proofs' }),
    lagSeconds: z.number().nullable(),
    isLagLowerBound: z.boolean().meta({ description: 'The lag is at least lagSeconds: positions prove so much' }),
  })
  .meta({ id: 'VerdictBasis' });
export type VerdictBasis = z.infer<typeof verdictBasisSchema>;

/** The one answer: safe to cut over, not safe, or cannot tell. `cannot-tell` is never shown as good. */
export const overallVerdictSchema = z
  .object({
    answer: z.enum(['safe', 'not-safe', 'cannot-tell']),
    reasons: z.array(verdictReasonSchema).meta({ description: 'Most important first; empty only when safe' }),
    basis: verdictBasisSchema,
    since: instantSchema,
  })
  .meta({ id: 'OverallVerdict' });
export type OverallVerdict = z.infer<typeof overallVerdictSchema>;

export const firingCountsSchema = z
  .object({ critical: z.number().int(), warning: z.number().int(), info: z.number().int() })
  .meta({ id: 'FiringCounts' });
export type FiringCounts = z.infer<typeof firingCountsSchema>;

const endpointSchema = z.object({ host: z.string(), port: z.number().int() });

/** Current metrics of one migration: an element of `GET /api/metrics`. */
export const migrationMetricsSchema = z
  .object({
    migration: z.string(),
    replicaLag: replicaLagSchema.nullable().meta({ description: 'null: never measured yet' }),
    checksumResults: z.array(checksumResultSchema),
    consistencyResults: z.array(consistencyResultSchema),
    connectionStatus: connectionStatusSchema,
    lastUpdated: instantSchema.nullable(),
  })
  .meta({ id: 'MigrationMetrics' });
export type MigrationMetrics = z.infer<typeof migrationMetricsSchema>;

/** One migration, whole: `GET /api/migrations/:m` and the payload of `metrics_update`. */
export const migrationDetailSchema = migrationMetricsSchema
  .extend({
    name: z.string(),
    engine: engineSchema,
    source: endpointSchema,
    target: endpointSchema,
    verdict: overallVerdictSchema,
    firingAlerts: firingCountsSchema,
    intervalSeconds: z.number(),
    activeRun: checksumRunSchema.nullable(),
    tables: z.object({
      watched: z.number().int().nullable(),
      reason: z.string().nullable().meta({ description: 'Why the table list is unknown' }),
    }),
  })
  .meta({ id: 'MigrationDetail' });
export type MigrationDetail = z.infer<typeof migrationDetailSchema>;

/** An element of `GET /api/migrations`. */
export const migrationSummarySchema = z
  .object({
    name: z.string(),
    engine: engineSchema,
    source: endpointSchema,
    target: endpointSchema,
    connectionStatus: connectionStatusSchema,
    verdict: overallVerdictSchema,
    lag: replicaLagSchema.nullable(),
    firingAlerts: firingCountsSchema,
  })
  .meta({ id: 'MigrationSummary' });
export type MigrationSummary = z.infer<typeof migrationSummarySchema>;

/** `GET /api/health`: 200 when every side is up, else 503. Holds no secrets and needs no login. */
export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    store: z
      .object({
        isWorking: z
          .boolean()
          .meta({ description: 'false: history, alerts and verdicts wait in memory to be written' }),
        notice: z
          .string()
          .nullable()
          .meta({ description: 'What somebody should know, for example that a damaged file was moved aside' }),
      })
      .meta({ description: 'The store of this process; it never makes the answer 503' }),
    migrations: z.array(
      z.object({
        name: z.string(),
        source: z.enum(['connecting', 'up', 'down']),
        target: z.enum(['connecting', 'up', 'down']),
      }),
    ),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;

export const livenessSchema = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Liveness' });
export type Liveness = z.infer<typeof livenessSchema>;
