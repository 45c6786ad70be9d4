import { z } from 'zod';
import {
  freezeLightStateSchema,
  freezeProofStateSchema,
  freezeStandingSchema,
  waitSecondsSchema,
} from './freeze-proof.js';
import { instantSchema } from './primitives.js';

/** One database in the freeze proof of all databases of a migration. */
export const databaseProofSchema = z
  .object({
    migration: z.string().meta({ description: 'Name of the part: its own proof is there', example: 'shop.billing' }),
    database: z.string(),
    light: freezeLightStateSchema.meta({ description: 'green: its seven lights are, and they hold' }),
    state: freezeProofStateSchema
      .nullable()
      .meta({ description: 'null: it has no proof that was begun with the others' }),
    standing: freezeStandingSchema.nullable().meta({ description: 'null: its proof has not passed' }),
    greenLights: z.number().int().meta({ description: 'Of seven' }),
    conclusion: z.string(),
    nextStep: z.string(),
    statement: z.string().nullable().meta({ description: 'SQL for `nextStep`, to be run in this database' }),
  })
  .meta({ id: 'DatabaseProof' });
export type DatabaseProof = z.infer<typeof databaseProofSchema>;

/** The freeze proofs of all databases of a migration that were begun together, as one. */
export const freezeProofGroupSchema = z
  .object({
    group: z.string(),
    run: z.string().meta({ description: '`run` of each proof that belongs to it' }),
    light: freezeLightStateSchema.meta({
      description:
        'green: every database is proved and holds, in one freeze that none of them has left. Nothing else is a reason to switch',
    }),
    isRunning: z.boolean().meta({ description: 'At least one database is being proved' }),
    isWatched: z.boolean().meta({ description: 'At least one database that was proved is watched' }),
    leftFrozen: z.array(z.string()).meta({
      description: 'Databases that you froze for it, and that were not seen thawed since: nobody but you lifts that',
    }),
    startedBy: z.string(),
    startedAt: instantSchema,
    frozenSince: instantSchema
      .nullable()
      .meta({ description: 'When the first of them was seen frozen; null: none yet' }),
    budgetSeconds: z.number(),
    isOverBudget: z.boolean().meta({ description: 'Writers of a database have waited for longer than that' }),
    conclusion: z.string().meta({ description: 'What is proved of all, as one sentence' }),
    nextStep: z.string().meta({ description: 'The one thing to do now, and in which databases' }),
    statement: z.string().nullable().meta({ description: 'SQL for `nextStep`' }),
    databases: z.array(databaseProofSchema).meta({ description: 'What is in the way first' }),
  })
  .meta({ id: 'FreezeProofGroup' });
export type FreezeProofGroup = z.infer<typeof freezeProofGroupSchema>;

/** Answer of `GET /api/groups/:g/freeze-proof`. */
export const freezeProofGroupAnswerSchema = z
  .object({
    group: z.string(),
    proof: freezeProofGroupSchema
      .nullable()
      .meta({ description: 'The running or the last one of all databases; null: none was begun' }),
  })
  .meta({ id: 'FreezeProofGroupAnswer' });
export type FreezeProofGroupAnswer = z.infer<typeof freezeProofGroupAnswerSchema>;

/** Body of `POST /api/groups/:g/freeze-proof`. */
export const startGroupProofSchema = z
  .strictObject({
    waitSeconds: waitSecondsSchema,
  })
  .meta({ id: 'StartGroupProof' });
export type StartGroupProof = z.infer<typeof startGroupProofSchema>;
