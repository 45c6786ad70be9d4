import { z } from 'zod';
import { findingSchema, outcomeSchema, statementSchema } from './finding.js';
import { overallVerdictSchema } from './migrations.js';
import { instantSchema } from './primitives.js';
import { waiverSchema } from './waivers.js';

const answerSchema = overallVerdictSchema.shape.answer;

/** What one cause of an answer was, as it was said then. */
const verdictCauseSchema = z.object({ check: z.string(), outcome: outcomeSchema, message: z.string() });
export type VerdictCause = z.infer<typeof verdictCauseSchema>;

/** One line of the history of the answer. */
export const verdictEntrySchema = z
  .object({
    id: z.string().meta({ description: 'Grows from entry to entry' }),
    at: instantSchema,
    kind: z.enum(['answer', 'not-watched']).meta({
      description: 'answer: it changed, or its causes did. not-watched: nobody looked from `from` to `at`',
    }),
    answer: answerSchema.nullable().meta({ description: 'null: not watched' }),
    from: instantSchema.nullable().meta({ description: 'Only where nobody looked; null: not known since when' }),
    causes: z.array(verdictCauseSchema).meta({ description: 'The first few reasons, most important first' }),
    causeCount: z.number().int(),
  })
  .meta({ id: 'VerdictEntry' });
export type VerdictEntry = z.infer<typeof verdictEntrySchema>;

/** Answer of `GET /api/migrations/:m/readiness/timeline`: newest first. */
export const verdictTimelineSchema = z
  .object({ migration: z.string(), entries: z.array(verdictEntrySchema), nextCursor: z.string().nullable() })
  .meta({ id: 'VerdictTimeline' });
export type VerdictTimeline = z.infer<typeof verdictTimelineSchema>;

/** Query of `GET /api/migrations/:m/readiness/timeline`. */
export const timelineQuerySchema = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TimelineQuery = z.infer<typeof timelineQuerySchema>;

/** One check of the list, with what it found. */
export const readinessCheckSchema = z
  .object({
    check: z.string(),
    section: z.string(),
    claim: z.string().meta({ description: 'What is true when it passes' }),
    outcome: outcomeSchema,
    blocks: z.enum(['never', 'when-failed', 'unless-passed']),
    isBlocking: z.boolean().meta({ description: 'It keeps the answer from being safe now' }),
    notWaivable: z.string().nullable().meta({ description: 'Why nobody can answer for it; null: somebody can' }),
    findings: z.array(findingSchema),
    findingCount: z.number().int().meta({ description: 'So many are there; `findings` holds the first of them' }),
  })
  .meta({ id: 'ReadinessCheck' });
export type ReadinessCheck = z.infer<typeof readinessCheckSchema>;

/** One thing that is left to do. */
export const remainingStepSchema = z
  .object({
    check: z.string(),
    section: z.string().meta({ description: 'Section of the page where it is seen or done' }),
    subject: z.string(),
    outcome: outcomeSchema,
    isBlocking: z.boolean().meta({ description: 'false: advised, and the answer may be safe without it' }),
    what: z.string().meta({ description: 'What is wrong' }),
    action: z.string(),
    statements: z.array(statementSchema),
    tables: z.array(z.string()),
    tableCount: z.number().int(),
  })
  .meta({ id: 'RemainingStep' });
export type RemainingStep = z.infer<typeof remainingStepSchema>;

/** The answer of `GET /api/migrations/:m/readiness`, and what `readiness_update` carries. No list in it grows with the tables. */
export const readinessSchema = z
  .object({
    migration: z.string(),
    answer: answerSchema,
    since: instantSchema,
    judgedAt: instantSchema,
    green: z.object({
      since: instantSchema.nullable().meta({ description: 'null: something that blocks does not pass' }),
      seconds: z.number().meta({ description: 'For how long it was watched to pass; 0 while something does not' }),
      soakSeconds: z.number().meta({ description: 'So long it must pass before the answer is safe' }),
    }),
    drain: z.object({
      seconds: z
        .number()
        .nullable()
        .meta({ description: 'Time that the target needs to catch up once the source is frozen; null is unknown' }),
      budgetSeconds: z.number().meta({ description: 'readiness.freezeBudgetSeconds' }),
      fits: z.boolean().nullable(),
    }),
    checks: z.array(readinessCheckSchema).meta({ description: 'What needs attention first' }),
    waivers: z.array(waiverSchema).meta({ description: 'Those that count now' }),
    remaining: z
      .array(remainingStepSchema)
      .meta({ description: 'What is left to do, in the order in which it is done' }),
    timeline: z.array(verdictEntrySchema).meta({ description: 'The newest entries' }),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readinessSchema>;
