import { z } from 'zod';
import { alertSchema } from './alerts.js';
import { evidenceFactSchema } from './evidence-section.js';
import { answerSchema } from './answer.js';
import { findingSchema, outcomeSchema } from './finding.js';
import { groupOfSchema } from './groups.js';
import { overallVerdictSchema } from './migrations.js';
import { engineSchema, instantSchema } from './primitives.js';
import { verdictEntrySchema } from './readiness.js';

/** A table of the report. Its rows are complete: an auditor must not have to trust what was left out. */
export const reportTableSchema = z
  .object({
    title: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string().nullable().meta({ description: 'null: unknown' }))),
  })
  .meta({ id: 'ReportTable' });
export type ReportTable = z.infer<typeof reportTableSchema>;

/** What one capability puts into the report. */
export const reportContentSchema = z
  .object({
    label: z.string(),
    summary: z.string(),
    explanation: z.string(),
    facts: z.array(evidenceFactSchema),
    tables: z.array(reportTableSchema),
  })
  .meta({ id: 'ReportContent' });
export type ReportContent = z.infer<typeof reportContentSchema>;

/** The same with what its checks found. */
export const reportSectionSchema = reportContentSchema
  .extend({ id: z.string(), outcome: outcomeSchema, findings: z.array(findingSchema) })
  .meta({ id: 'ReportSection' });
export type ReportSection = z.infer<typeof reportSectionSchema>;

const reportEndpointSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  version: z.string().nullable().meta({ description: 'As the server says it; null: it never answered' }),
});

/** Everything that the answer rests on, at one moment. */
export const readinessReportSchema = z
  .object({
    format: z.literal('cutover-report/1'),
    generatedAt: instantSchema,
    generatedBy: z.string().nullable().meta({ description: 'Who asked for it; null: no login is configured' }),
    product: z.string().meta({ example: 'Cutover 0.1.0' }),
    migration: z.string(),
    group: groupOfSchema
      .extend({
        answer: answerSchema.meta({ description: 'Of all databases' }),
        databases: z.array(z.object({ database: z.string(), answer: answerSchema })),
      })
      .nullish()
      .meta({ description: 'The report is of one database of it; null or absent: of a migration by itself' }),
    engine: engineSchema,
    source: reportEndpointSchema,
    target: reportEndpointSchema,
    verdict: overallVerdictSchema,
    sections: z.array(reportSectionSchema),
    timeline: z.array(verdictEntrySchema).meta({ description: 'The newest changes of the answer, newest first' }),
    alerts: z.array(alertSchema).meta({ description: 'Newest first' }),
    alertsOmitted: z.number().int().meta({ description: 'Older alerts that are kept, and do not stand here' }),
  })
  .meta({ id: 'ReadinessReport' });
export type ReadinessReport = z.infer<typeof readinessReportSchema>;

/** By whom a report was signed. */
export const reportKeySchema = z
  .object({
    algorithm: z.literal('Ed25519'),
    publicKey: z.string().meta({ description: 'SPKI in DER, base64' }),
    fingerprint: z
      .string()
      .meta({ description: 'SHA-256 of the public key', example: 'SHA256:2jmj7l5rSw0yVb/vlWAYkK/YBwk' }),
  })
  .meta({ id: 'ReportKey' });
export type ReportKey = z.infer<typeof reportKeySchema>;

/** A report with the signature over its canonical JSON (RFC 8785). */
export const signedReportSchema = z
  .object({
    report: readinessReportSchema,
    signature: reportKeySchema.extend({ value: z.string().meta({ description: 'base64' }) }),
  })
  .meta({ id: 'SignedReport' });
export type SignedReport = z.infer<typeof signedReportSchema>;
