import { z } from 'zod';
import { answerSchema } from './answer.js';
import { checksumResultSchema, runProgressSchema } from './checksum.js';
import { connectionStatusSchema } from './connection.js';
import { consistencyResultSchema } from './consistency.js';
import { skippedTablesSchema } from './coverage.js';
import { evidenceSectionSchema } from './evidence-section.js';
import { findingSchema } from './finding.js';
import { groupOfSchema } from './groups.js';
import { replicaLagSchema } from './lag.js';
import { engineSchema, instantSchema } from './primitives.js';
import { verdictCountsSchema } from './verdict.js';
import { waiverSchema } from './waivers.js';

/** What an answer rests on. null is unknown, never 0. */
export const verdictBasisSchema = z
  .object({
    tablesWatched: z.number().int().nullable(),
    tablesEqual: z.number().int().meta({ description: 'Watched tables whose last proof of equality is young enough' }),
    oldestProofAt: instantSchema.nullable().meta({ description: 'Beginning of the oldest of those proofs' }),
    lagSeconds: z.number().nullable(),
    skipped: z
      .array(skippedTablesSchema)
      .meta({ description: 'What of the watched databases and tables is not compared, by reason' }),
    notLookedAt: z.array(z.string()).meta({
      description: 'What no comparison looks at, so that the answer says nothing of it',
      example: ['secondary indexes', 'triggers'],
    }),
    isLagLowerBound: z.boolean().meta({ description: 'The lag is at least lagSeconds: positions prove so much' }),
  })
  .meta({ id: 'VerdictBasis' });
export type VerdictBasis = z.infer<typeof verdictBasisSchema>;

/** The one answer, why it stands, and what it rests on. */
export const overallVerdictSchema = z
  .object({
    answer: answerSchema,
    reasons: z
      .array(findingSchema)
      .meta({ description: 'Findings that block, most important first; empty only when safe' }),
    basis: verdictBasisSchema,
    since: instantSchema,
    greenSince: instantSchema.nullable().meta({
      description:
        'Since when everything that blocks has passed, or is waived, without a break while it was watched; null: it does not',
    }),
    waivers: z
      .array(waiverSchema)
      .meta({ description: 'What somebody answers for at the moment: the answer rests on it' }),
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

/** How many tables are watched, and how many have which verdict. */
const tableCountsSchema = z.object({
  watched: z.number().int().nullable(),
  reason: z.string().nullable().meta({ description: 'Why the table list is unknown' }),
  checksums: verdictCountsSchema.meta({ description: 'Last checksums by verdict' }),
  consistency: verdictCountsSchema.meta({ description: 'Last basic comparisons by verdict' }),
});

/** The state of one migration: `GET /api/migrations/:m`. No list in it grows with the tables. */
export const migrationDetailSchema = migrationMetricsSchema
  .omit({ checksumResults: true, consistencyResults: true })
  .extend({
    name: z.string(),
    group: groupOfSchema.nullable().meta({
      description: 'Of which migration of several databases this is a part; null: it is a migration by itself',
    }),
    engine: engineSchema,
    source: endpointSchema,
    target: endpointSchema,
    verdict: overallVerdictSchema,
    firingAlerts: firingCountsSchema,
    intervalSeconds: z.number(),
    activeRun: runProgressSchema.nullable(),
    tables: tableCountsSchema,
    sections: z.array(evidenceSectionSchema).meta({ description: 'Evidence beside lag, connections and tables' }),
  })
  .meta({ id: 'MigrationDetail' });
export type MigrationDetail = z.infer<typeof migrationDetailSchema>;

/** The payload of `metrics_update`: the state, and the results of the tables, all of them or those that changed. */
export const migrationUpdateSchema = migrationDetailSchema
  .extend({
    isComplete: z.boolean().meta({
      description:
        'true: the results are those of all tables. false: of the tables that changed since the update before; all others stay',
    }),
    checksumResults: z.array(checksumResultSchema),
    consistencyResults: z.array(consistencyResultSchema),
    removedTables: z
      .array(z.string())
      .meta({ description: 'Tables that are no longer watched: their results go. Empty when isComplete' }),
  })
  .meta({ id: 'MigrationUpdate' });
export type MigrationUpdate = z.infer<typeof migrationUpdateSchema>;

/** An element of `GET /api/migrations`. */
export const migrationSummarySchema = migrationDetailSchema
  .omit({ migration: true, replicaLag: true, sections: true })
  .extend({ lag: replicaLagSchema.nullable() })
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
