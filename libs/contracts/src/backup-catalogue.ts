import { z } from 'zod';
import { compressionSchema } from './backup-manifest.js';
import { bigIntTextSchema, engineSchema, instantSchema } from './primitives.js';
import { operatorSchema } from './waivers.js';

/** Somebody wants a backup to stay, whatever retention says. It lies beside the backup as `hold.json`, so that it outlives the store. */
export const backupHoldSchema = z
  .strictObject({ by: z.string(), why: z.string(), heldAt: instantSchema })
  .meta({ id: 'BackupHold' });
export type BackupHold = z.infer<typeof backupHoldSchema>;

/**
 * How far it was looked into a backup, more each time. `stored`: its bytes are those that were written. `read-back`: opened and read to its
 * last line. `restored`: into a server, and compared.
 */
export const backupProofLevelSchema = z.enum(['stored', 'read-back', 'restored']).meta({ id: 'BackupProofLevel' });
export type BackupProofLevel = z.infer<typeof backupProofLevelSchema>;

/** The last proof of a backup. It lies beside it as `verified.json`, so that retention knows of it without the store. */
export const backupProofSchema = z
  .strictObject({ level: backupProofLevelSchema, verifiedAt: instantSchema })
  .meta({ id: 'BackupProof' });
export type BackupProof = z.infer<typeof backupProofSchema>;

/**
 * A backup that was found to be no good. It lies beside it as `found-bad.json`: it counts for nothing until it is looked into as far as it was
 * then, and is good.
 */
export const backupFoundBadSchema = z.strictObject({
  level: backupProofLevelSchema,
  reason: z.string(),
  foundAt: instantSchema,
});
export type BackupFoundBad = z.infer<typeof backupFoundBadSchema>;

/** A backup whose deletion was begun. It lies beside it as `deleted.json`: from then on it is no backup, and what is left of it goes. */
export const backupTombstoneSchema = z.strictObject({ deletedAt: instantSchema, by: z.string(), why: z.string() });
export type BackupTombstone = z.infer<typeof backupTombstoneSchema>;

/** A backup in one storage. */
export const backupPlaceSchema = z
  .strictObject({
    storage: z.string(),
    folder: z.string(),
    fault: z.string().nullable().meta({
      description:
        'Why it is no good there, and what to do; null: its bytes are there, and reading them back has found nothing',
    }),
    hold: backupHoldSchema.nullable(),
    proof: backupProofSchema.nullable().meta({ description: 'The last one; null: nothing is proved of it' }),
    keptBecause: z
      .array(z.string())
      .meta({ description: 'Why retention keeps it now; empty: the next application deletes it' }),
  })
  .meta({ id: 'BackupPlace' });
export type BackupPlace = z.infer<typeof backupPlaceSchema>;

/** One backup, wherever it lies. */
export const backupSchema = z
  .strictObject({
    id: z.string(),
    server: z.string(),
    engine: engineSchema,
    database: z.string(),
    type: z.string().meta({ description: 'Which schedule it is of, or `manual`' }),
    startedAt: instantSchema,
    finishedAt: instantSchema,
    position: z.string().nullable().meta({
      description:
        'GTIDs of its snapshot (MariaDB), or the LSN up to which it holds everything (PostgreSQL); null: not known',
    }),
    bytes: bigIntTextSchema.meta({ description: 'As it is stored' }),
    dumpBytes: bigIntTextSchema,
    compression: compressionSchema,
    isEncrypted: z.boolean(),
    isAccounts: z.boolean().meta({ description: 'It holds the accounts of the server, and no database to restore' }),
    verifiedAt: instantSchema.nullable().meta({ description: 'Of any place; null: nothing is proved of it' }),
    places: z.array(backupPlaceSchema),
  })
  .meta({ id: 'Backup' });
export type Backup = z.infer<typeof backupSchema>;

/** A storage, and when its manifests were read last. */
export const backupStorageStateSchema = z
  .strictObject({
    name: z.string(),
    readAt: instantSchema.nullable().meta({ description: 'What is told of it is of this moment; null: never read' }),
    failure: z
      .string()
      .nullable()
      .meta({ description: 'Why it could not be read since, and what to do. Then its backups are those of readAt' }),
    backups: z.int().nullable().meta({ description: 'null: not known' }),
    bytes: bigIntTextSchema.nullable().meta({ description: 'All that lies there of ours; null: not known' }),
  })
  .meta({ id: 'BackupStorageState' });
export type BackupStorageState = z.infer<typeof backupStorageStateSchema>;

/** Query of `GET /api/backups`. */
export const backupQuerySchema = z.strictObject({
  server: z.string().min(1).optional().meta({ description: 'Of this server only' }),
  database: z.string().min(1).optional().meta({ description: 'Of this database only' }),
  type: z.string().min(1).optional().meta({ description: 'Of this type only: a schedule, or `manual`' }),
  storage: z.string().min(1).optional().meta({ description: 'In this storage only' }),
  limit: z.coerce.number().int().min(1).max(5_000).default(500).meta({ description: 'So many at most, the newest' }),
});
export type BackupQuery = z.infer<typeof backupQuerySchema>;

/** Answer of `GET /api/backups`, the newest first. It is whole only where no storage has a failure. */
export const backupListSchema = z
  .strictObject({
    storages: z.array(backupStorageStateSchema),
    backups: z.array(backupSchema),
    total: z.int().meta({ description: 'How many there are, also beyond limit' }),
  })
  .meta({ id: 'BackupList' });
export type BackupList = z.infer<typeof backupListSchema>;

/** Body of `PUT /api/backups/:id/hold`. */
export const holdBackupSchema = z
  .strictObject({ why: z.string().trim().min(3, 'say why in a few words').max(1000), operator: operatorSchema })
  .meta({ id: 'HoldBackup' });
export type HoldBackup = z.infer<typeof holdBackupSchema>;
