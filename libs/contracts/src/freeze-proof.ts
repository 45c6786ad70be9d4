import { z } from 'zod';
import { bigIntTextSchema, instantSchema } from './primitives.js';
import { evidenceFactSchema } from './evidence-section.js';
import { groupOfSchema } from './groups.js';
import { overallVerdictSchema } from './migrations.js';

/** The seven lights, in the order in which they are looked at. */
export const freezeLightIds = [
  'sentinel-written',
  'source-frozen',
  'source-still',
  'target-reached',
  'sentinel-seen',
  'hot-tables',
  'target-captured',
] as const;

/** `waiting`: its turn has not come, or it was not looked at; `unknown`: it could not be proved. Neither is ever green. */
export const freezeLightStateSchema = z
  .enum(['waiting', 'running', 'green', 'red', 'unknown'])
  .meta({ id: 'FreezeLightState' });
export type FreezeLightState = z.infer<typeof freezeLightStateSchema>;

/** One light of a freeze proof. */
export const freezeLightSchema = z
  .object({
    id: z.enum(freezeLightIds),
    state: freezeLightStateSchema,
    title: z.string().meta({ example: 'The position of the source stands still' }),
    message: z.string().meta({ description: 'What was seen, as one sentence' }),
    action: z.string().nullable().meta({ description: 'What to do next; null: nothing' }),
    statement: z.string().nullable().meta({ description: 'SQL for `action`, to be copied and run by hand' }),
    evidence: z.array(evidenceFactSchema).max(20).meta({ description: 'Positions, clocks and counts' }),
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
  })
  .meta({ id: 'FreezeLight' });
export type FreezeLight = z.infer<typeof freezeLightSchema>;
export type FreezeLightId = FreezeLight['id'];

/** Where a server stood at one moment. */
export const positionMarkSchema = z
  .object({
    position: z.string().meta({
      description: 'GTIDs that the source wrote, or the target applied; PostgreSQL: end of its write-ahead log',
    }),
    logged: z.string().nullable().meta({ description: 'GTIDs of its own binary log (MariaDB); null: unknown or none' }),
    log: z
      .object({ file: z.string(), offset: bigIntTextSchema })
      .nullable()
      .meta({ description: 'End of its binary log; null: no right to see it, or no log' }),
    transactions: z
      .string()
      .nullable()
      .meta({ description: 'Numbers of transactions given (PostgreSQL: pg_current_snapshot); null: not counted so' }),
    serverTime: z.string().meta({ description: 'Clock of that server, UTC' }),
    at: instantSchema.meta({ description: 'Our clock' }),
  })
  .meta({ id: 'PositionMark' });
export type PositionMark = z.infer<typeof positionMarkSchema>;

/** What a server has written by itself since a mark. */
export const writesSinceSchema = z
  .object({
    transactions: bigIntTextSchema.nullable().meta({ description: 'null: unknown now, and `reason` says why' }),
    isLowerBound: z.boolean().meta({ description: 'There may be more than `transactions`' }),
    lastKnown: z
      .object({ transactions: bigIntTextSchema, isLowerBound: z.boolean(), at: instantSchema })
      .nullable()
      .meta({ description: 'The last look that could count, which may be long ago; null: none could' }),
    logBytes: bigIntTextSchema.nullable().meta({ description: 'Growth of its binary log; null: unknown' }),
    tables: z.array(z.string()).max(20).meta({ description: 'Tables that its binary log names; not always all' }),
    isAllTables: z.boolean().meta({ description: 'false: more tables may have been written' }),
    sessions: z
      .array(z.string())
      .max(20)
      .nullable()
      .meta({ description: 'Who is connected now and may write; null: not visible to our account' }),
    firstSeenAt: instantSchema.nullable().meta({ description: 'When Cutover first saw such a write' }),
    reason: z.string().nullable().meta({ description: 'Why something is unknown' }),
  })
  .meta({ id: 'WritesSince' });
export type WritesSince = z.infer<typeof writesSinceSchema>;

/** What is watched after a proof that passed. */
export const freezeAftermathSchema = z
  .object({
    isWatched: z.boolean(),
    checkedAt: instantSchema
      .nullable()
      .meta({ description: 'When both sides were last read; null: not since the proof' }),
    isSourceFrozen: z.boolean().nullable().meta({ description: 'null: not seen since our lock ended, or unknown' }),
    frozenSeenAt: instantSchema
      .nullable()
      .meta({ description: 'When the source was last seen frozen; null: it is not' }),
    thawedAt: instantSchema
      .nullable()
      .meta({ description: 'When the source was first seen not frozen after the proof; null: never' }),
    otherServer: z.string().nullable().meta({
      description:
        'Which side is not the server of the proof any more, as a sentence without its full stop; null: none',
    }),
    strayWrites: writesSinceSchema.meta({ description: 'On the old source; must be none' }),
    rollbackLoss: writesSinceSchema.meta({ description: 'On the target: what going back to the source would lose' }),
  })
  .meta({ id: 'FreezeAftermath' });
export type FreezeAftermath = z.infer<typeof freezeAftermathSchema>;

/** `unproven`: nothing was red, and not all is green. `interrupted`: Cutover ended during the proof. */
export const freezeProofStateSchema = z
  .enum(['running', 'passed', 'failed', 'unproven', 'cancelled', 'interrupted'])
  .meta({ id: 'FreezeProofState' });
export type FreezeProofState = z.infer<typeof freezeProofStateSchema>;

/**
 * What of a proof that passed still counts. `holds`: at the last look nothing spoke against it; `withheld`: neither, but the
 * answer of readiness is not safe, so do not switch; `thawed`: the source is not
 * frozen any more and has taken no write; `other-server`: another server answers than the one that it was made on; `broken`: it took writes; `unknown`: nobody could tell within the last looks;
 * `unwatched`: nobody looks any more.
 */
export const freezeStandingSchema = z
  .enum(['holds', 'withheld', 'thawed', 'other-server', 'broken', 'unknown', 'unwatched'])
  .meta({ id: 'FreezeStanding' });
export type FreezeStanding = z.infer<typeof freezeStandingSchema>;

/** The answer of readiness as far as it bears on the switch: without what a freeze brings with it, and what its lights prove better. */
export const switchVerdictSchema = z
  .object({
    answer: overallVerdictSchema.shape.answer,
    against: z
      .array(z.string())
      .max(5)
      .meta({ description: 'The first reasons against switching; empty only when safe' }),
    againstCount: z.number().int().meta({ description: 'So many reasons there are' }),
  })
  .meta({ id: 'SwitchVerdict' });
export type SwitchVerdict = z.infer<typeof switchVerdictSchema>;

/** One freeze proof: the payload of `freeze_proof`. Its size does not grow with the tables. */
export const freezeProofSchema = z
  .object({
    id: z.string(),
    migration: z.string(),
    group: groupOfSchema
      .nullable()
      .meta({ description: 'The proof is of one database of it; null: of a migration by itself' }),
    run: z
      .string()
      .nullable()
      .meta({ description: 'Proofs of all databases that were begun together have the same; null: begun alone' }),
    state: freezeProofStateSchema,
    standing: freezeStandingSchema.nullable().meta({ description: 'null: the proof has not passed' }),
    verdict: switchVerdictSchema.nullable().meta({ description: 'null: not judged yet' }),
    startedBy: z.string(),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    conclusion: z.string().meta({ description: 'What is proved, as one sentence' }),
    nextStep: z.string().meta({ description: 'The one thing to do now' }),
    statement: z.string().nullable().meta({ description: 'SQL for `nextStep`' }),
    lights: z.array(freezeLightSchema).length(freezeLightIds.length),
    freeze: z
      .object({
        by: z.enum(['operator', 'cutover']),
        since: instantSchema.nullable().meta({ description: 'null: not frozen yet' }),
        isHeld: z.boolean().meta({ description: 'Cutover holds FLUSH TABLES WITH READ LOCK now' }),
        released: z.string().nullable().meta({ description: 'Why Cutover released it; null: it did not' }),
      })
      .meta({ description: 'Who froze the source' }),
    budget: z
      .object({
        seconds: z.number(),
        elapsedMs: z.number().nullable().meta({ description: 'On our monotonic clock; null: not begun, or unknown' }),
        isRunning: z.boolean(),
      })
      .meta({ description: 'readiness.freezeBudgetSeconds, counted from the freeze' }),
    servers: z
      .object({ source: z.string().nullable(), target: z.string().nullable() })
      .meta({ description: 'What no other server answers of itself; null: not known. The proof is of these alone' }),
    source: positionMarkSchema.nullable().meta({ description: 'Where the frozen source stands' }),
    captured: positionMarkSchema
      .nullable()
      .meta({ description: 'Where the target stood before writes open: the way back begins there' }),
    after: freezeAftermathSchema.nullable().meta({ description: 'null: the proof has not passed' }),
  })
  .meta({ id: 'FreezeProof' });
export type FreezeProof = z.infer<typeof freezeProofSchema>;

/** Answer of `GET /api/migrations/:m/readiness/freeze-proof`. */
export const freezeProofAnswerSchema = z
  .object({
    migration: z.string(),
    proof: freezeProofSchema.nullable().meta({ description: 'The running or the last one; null: none yet' }),
    obstacle: z.string().nullable().meta({ description: 'Why none can be run with this engine; null: it can' }),
    allowFreeze: z.boolean().meta({ description: 'readiness.freezeProof.allowFreeze' }),
    budgetSeconds: z.number(),
    sentinelTable: z.string().nullable(),
    freezeStatement: z.string().nullable().meta({ description: 'How the operator freezes the source' }),
    thawStatement: z.string().nullable().meta({ description: 'How the operator lets writers of the source go on' }),
  })
  .meta({ id: 'FreezeProofAnswer' });
export type FreezeProofAnswer = z.infer<typeof freezeProofAnswerSchema>;

/** How long a proof waits for the freeze, that of all databases too. */
export const waitSecondsSchema = z
  .number()
  .int()
  .min(0)
  .max(3600)
  .default(600)
  .meta({ description: 'How long to wait for your own freeze of each database' });

/** Body of `POST /api/migrations/:m/readiness/freeze-proof`. */
export const startFreezeProofSchema = z
  .strictObject({
    freeze: z.boolean().optional().meta({
      description:
        'Cutover freezes the source itself; needs readiness.freezeProof.allowFreeze. Without it: as that setting says',
    }),
    waitSeconds: waitSecondsSchema,
    tables: z
      .array(z.string().min(3))
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Compare these at the end; without it those written most recently' }),
  })
  .meta({ id: 'StartFreezeProof' });
export type StartFreezeProof = z.infer<typeof startFreezeProofSchema>;
