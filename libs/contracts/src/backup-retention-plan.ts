import { z } from 'zod';
import { bigIntTextSchema, instantSchema } from './primitives.js';

/** What retention does with one backup in one storage, and why. */
export const retentionChoiceSchema = z
  .strictObject({
    storage: z.string(),
    folder: z.string(),
    id: z.string(),
    server: z.string(),
    database: z.string(),
    type: z.string(),
    startedAt: instantSchema,
    bytes: bigIntTextSchema,
    isKept: z.boolean(),
    reasons: z.array(z.string()).meta({ description: 'Why it is kept; or that no rule keeps it' }),
  })
  .meta({ id: 'RetentionChoice' });
export type RetentionChoice = z.infer<typeof retentionChoiceSchema>;

/** What lies in a storage and is no backup. Nothing of it is removed before somebody asks for it. */
export const backupOrphanSchema = z
  .strictObject({
    storage: z.string(),
    folder: z.string(),
    kind: z.enum(['object-without-manifest', 'manifest-without-object', 'unreadable-manifest', 'deletion-under-way']),
    bytes: bigIntTextSchema.meta({ description: 'All files of it' }),
    changedAt: instantSchema.meta({ description: 'Of its youngest file, by the clock of the storage' }),
    isSweepable: z.boolean().meta({ description: 'A sweep removes it' }),
    message: z.string().meta({ description: 'What it is, and what to do' }),
  })
  .meta({ id: 'BackupOrphan' });
export type BackupOrphan = z.infer<typeof backupOrphanSchema>;

/** Answer of `GET /api/backups/retention`: what an application would do now. Nothing is deleted. */
export const retentionPlanSchema = z
  .strictObject({
    wouldDelete: z.int(),
    wouldKeep: z.int(),
    failures: z
      .array(z.strictObject({ storage: z.string(), failure: z.string() }))
      .meta({ description: 'Storages that cannot be read: nothing is deleted there' }),
    choices: z.array(retentionChoiceSchema).meta({ description: 'Those to be deleted first' }),
    orphans: z.array(backupOrphanSchema),
  })
  .meta({ id: 'RetentionPlan' });
export type RetentionPlan = z.infer<typeof retentionPlanSchema>;

/** Answer of an application, or of a sweep. */
export const retentionOutcomeSchema = z
  .strictObject({
    deleted: z.array(z.strictObject({ storage: z.string(), folder: z.string(), bytes: bigIntTextSchema })),
    kept: z.int().meta({ description: 'Backups that are there after it' }),
    left: z.int().meta({ description: 'That are still to be deleted: ask again' }),
    failures: z.array(z.string()).meta({ description: 'What could not be done, and what to do' }),
  })
  .meta({ id: 'RetentionOutcome' });
export type RetentionOutcome = z.infer<typeof retentionOutcomeSchema>;
