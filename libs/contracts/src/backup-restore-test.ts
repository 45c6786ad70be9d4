import { z } from 'zod';
import { engineSchema, instantSchema } from './primitives.js';

/** A backup that was restored, to see whether it restores: on a server made for it, or on one that is given. */
export const backupRestoreTestSchema = z
  .strictObject({
    id: z.string(),
    backupId: z.string(),
    backupStartedAt: instantSchema.meta({ description: 'When the dump was begun' }),
    server: z.string().meta({ description: 'The server that the backup is of' }),
    engine: engineSchema,
    address: z.string().nullable().optional().meta({
      description: 'host:port that the backup was dumped from; null or absent: it does not tell',
    }),
    database: z.string(),
    storage: z.string().meta({ description: 'The storage that it was read from' }),
    slotAt: instantSchema.nullable().meta({ description: 'When the test was due; null: somebody asked for it' }),
    state: z.enum(['running', 'passed', 'failed', 'undecided', 'interrupted']).meta({
      description:
        'passed: it restores, and, where `tables` were compared, is what was dumped; failed: it does not, or is not; undecided: for want of a key, a program, a server or room nothing was found out; interrupted: the process ended before the test did',
    }),
    startedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    reason: z.string().nullable().meta({ description: 'Why it has not passed, and what to do' }),
    restoredTo: z.string().nullable().meta({ description: 'The server; null: it did not come to that' }),
    restoreMs: z.number().nullable().meta({ description: 'How long restoring took, in ms' }),
    tables: z
      .strictObject({ compared: z.int().min(0), identical: z.int().min(0) })
      .nullable()
      .meta({ description: 'Tables whose rows were compared with the dump; null: they could not be' }),
  })
  .meta({ id: 'BackupRestoreTest' });
export type BackupRestoreTest = z.infer<typeof backupRestoreTestSchema>;

/** Asks for a test now. */
export const startRestoreTestSchema = z
  .strictObject({
    backupId: z.string().min(1).meta({ description: 'Its id: GET /api/backups' }),
    storage: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Where it is read from; without it the first that has it' }),
  })
  .meta({ id: 'StartRestoreTest' });
export type StartRestoreTest = z.infer<typeof startRestoreTestSchema>;

/** The newest tests, the newest first. */
export const backupRestoreTestListSchema = z
  .strictObject({ tests: z.array(backupRestoreTestSchema) })
  .meta({ id: 'BackupRestoreTestList' });
export type BackupRestoreTestList = z.infer<typeof backupRestoreTestListSchema>;
