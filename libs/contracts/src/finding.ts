import { z } from 'zod';
import { severitySchema } from './alerts.js';
import { instantSchema, roleSchema } from './primitives.js';

/** A finding names so many tables at most: what is sent with every change must not grow with the tables. */
export const findingTables = 20;

/** A finding brings so many statements at most, for the same reason. */
export const findingStatements = 20;

/**
 * What a check found. `pass`: proved good. `fail`: proved bad. `unknown`: nothing was proved; never shown as good. `waived`: bad or
 * unknown, and somebody answers for it for a time; never shown as good either.
 */
export const outcomeSchema = z.enum(['pass', 'fail', 'unknown', 'waived']).meta({ id: 'Outcome' });
export type Outcome = z.infer<typeof outcomeSchema>;

/** A statement that a person may run, as it stands. Cutover runs none. */
export const statementSchema = z
  .object({ on: roleSchema.meta({ description: 'The side on which it is run' }), sql: z.string() })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof statementSchema>;

/** Who answers for a finding that is waived, and what the check says without the waiver. */
export const findingWaiverSchema = z
  .object({
    id: z.string(),
    by: z.string(),
    why: z.string(),
    until: instantSchema,
    outcome: z.enum(['fail', 'unknown']).meta({ description: 'What the check says' }),
  })
  .meta({ id: 'FindingWaiver' });
export type FindingWaiver = z.infer<typeof findingWaiverSchema>;

/** What one check says of one subject. Alerts and the verdict are made of the same findings and cannot disagree. */
export const findingSchema = z
  .object({
    id: z.string().meta({ description: 'check/subject', example: 'lag-threshold/target' }),
    check: z.string().meta({ description: 'What was looked at', example: 'lag-threshold' }),
    section: z.string().meta({ description: 'Section of the evidence that it was judged from', example: 'lag' }),
    subject: z.string().meta({ description: 'What exactly: source, target, a channel, a table; all' }),
    outcome: outcomeSchema,
    blocks: z.boolean().meta({ description: 'It keeps the answer from being safe' }),
    severity: severitySchema.meta({ description: 'How urgent. INFO makes no alert' }),
    message: z.string(),
    action: z.string().meta({ description: 'What to do next; empty when it passed' }),
    evidence: z.string().meta({ description: 'Names the sample it was seen in' }),
    tables: z
      .array(z.string())
      .max(findingTables)
      .meta({
        description: `Watched tables it is about, as db.table, at most the first ${findingTables}; empty when none`,
      }),
    tableCount: z.number().int().meta({ description: 'How many watched tables it is about' }),
    statements: z
      .array(statementSchema)
      .max(findingStatements)
      .optional()
      .meta({ description: 'What would mend it, in this order; absent where no statement is known' }),
    waiver: findingWaiverSchema.optional().meta({ description: 'Only where the outcome is waived' }),
    since: instantSchema.meta({ description: 'Since when this check says so of this subject' }),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;

/** Answer of `GET /api/migrations/:m/findings`: every check, blocking failures first. */
export const findingListSchema = z
  .object({ migration: z.string(), findings: z.array(findingSchema), judgedAt: instantSchema })
  .meta({ id: 'FindingList' });
export type FindingList = z.infer<typeof findingListSchema>;
