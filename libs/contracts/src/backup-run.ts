import { z } from 'zod';
import { retentionPolicySchema } from './backup-retention.js';
import { bigIntTextSchema, engineSchema, instantSchema } from './primitives.js';

/** What came of reading a new backup back from a storage, whole. */
export const backupReadBackSchema = z
  .strictObject({
    outcome: z.enum(['opened', 'stored', 'bad', 'unknown']).meta({
      description:
        'opened: read to the last line of the dump; stored: its bytes are those that were written, and no key is there to open it; bad: it is damaged or missing; unknown: that could not be found out',
    }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why it is bad, or nothing is known of it; null: it is neither' }),
    at: instantSchema,
  })
  .meta({ id: 'BackupReadBack' });
export type BackupReadBack = z.infer<typeof backupReadBackSchema>;

/** What came of one database of a run. */
export const backupRunDatabaseSchema = z
  .strictObject({
    database: z.string().nullable().meta({ description: 'null: of the server as a whole' }),
    backupId: z.string().nullable().meta({ description: 'null: it is in no storage' }),
    bytes: bigIntTextSchema.nullable().meta({ description: 'As it is stored' }),
    dumpBytes: bigIntTextSchema.nullable(),
    position: z.string().nullable(),
    storages: z.array(
      z.strictObject({
        name: z.string(),
        failure: z
          .string()
          .nullable()
          .meta({ description: 'Why it is not there, or no good there; null: it was stored' }),
        readBack: backupReadBackSchema
          .nullable()
          .default(null)
          .meta({ description: 'Of after the run; null: it was not read back' }),
        storedLaterAt: instantSchema
          .nullable()
          .default(null)
          .meta({ description: 'When it was copied there after the run had failed to store it; null: it was not' }),
      }),
    ),
    failure: z.string().nullable().meta({ description: 'Why there is none, and what to do' }),
    skipped: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'Why it was left out, which is no failure, and what to do; null: it was not' }),
    durationMs: z.number().min(0),
  })
  .meta({ id: 'BackupRunDatabase' });
export type BackupRunDatabase = z.infer<typeof backupRunDatabaseSchema>;

/** One run: the databases of one server, one after the other. */
export const backupRunSchema = z
  .strictObject({
    id: z.string(),
    server: z.string(),
    type: z.string().meta({ description: 'Name of the schedule, or `manual`' }),
    slotAt: instantSchema.nullable().meta({ description: 'When it was due; null: somebody asked for it' }),
    state: z.enum(['running', 'complete', 'partial', 'failed', 'cancelled', 'interrupted']).meta({
      description:
        'complete: every database is in every storage; partial: some are; failed: none is, or each was found to be no good when it was read back; interrupted: its process ended before it did',
    }),
    startedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    databases: z.array(backupRunDatabaseSchema).meta({ description: 'Those that are done' }),
    progress: z.strictObject({ database: z.string(), dumpBytes: bigIntTextSchema }).nullable().meta({
      description:
        'What is being dumped, and how much of it the client has written; null: nothing, or by another process',
    }),
    failure: z.string().nullable().meta({ description: 'Why the run as a whole ended; null: it did not fail' }),
  })
  .meta({ id: 'BackupRun' });
export type BackupRun = z.infer<typeof backupRunSchema>;

/** Asks for a run now. */
export const startBackupSchema = z
  .strictObject({
    server: z.string().min(1),
    databases: z.array(z.string().min(1)).min(1).optional().meta({
      description:
        'Without it those that the configuration names, or all, and the accounts of the server; `server.accounts` is their name',
    }),
  })
  .meta({ id: 'StartBackup' });
export type StartBackup = z.infer<typeof startBackupSchema>;

export const backupRunQuerySchema = z.strictObject({
  server: z.string().min(1).optional().meta({ description: 'Runs of this server only' }),
});
export type BackupRunQuery = z.infer<typeof backupRunQuerySchema>;

/** The newest runs, the newest first. */
export const backupRunListSchema = z.strictObject({ runs: z.array(backupRunSchema) }).meta({ id: 'BackupRunList' });
export type BackupRunList = z.infer<typeof backupRunListSchema>;

/** A schedule, and when it is due next. */
export const backupScheduleSchema = z
  .strictObject({
    name: z.string(),
    cron: z.string(),
    timeZone: z.string(),
    misfire: z.enum(['run-once', 'skip']),
    jitterSeconds: z.number(),
    servers: z.array(z.string()),
    storages: z.array(z.string()),
    retention: retentionPolicySchema
      .nullable()
      .meta({ description: 'What is kept of its backups; null: what each storage says' }),
    next: z.array(instantSchema).meta({ description: 'The next five times, before jitter' }),
  })
  .meta({ id: 'BackupSchedule' });
export type BackupSchedule = z.infer<typeof backupScheduleSchema>;

export const backupScheduleListSchema = z
  .strictObject({
    servers: z
      .array(z.strictObject({ name: z.string(), engine: engineSchema }))
      .meta({ description: 'Servers that are backed up' }),
    schedules: z.array(backupScheduleSchema),
  })
  .meta({ id: 'BackupScheduleList' });
export type BackupScheduleList = z.infer<typeof backupScheduleListSchema>;
