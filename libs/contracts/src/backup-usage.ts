import { z } from 'zod';
import { bigIntTextSchema, instantSchema } from './primitives.js';

/** What backups take of one storage, and how that grows. */
export const backupStorageUsageSchema = z
  .strictObject({
    name: z.string(),
    readAt: instantSchema.nullable().meta({ description: 'The figures of now are of this moment; null: never read' }),
    failure: z.string().nullable().meta({ description: 'Why it could not be read since' }),
    bytes: bigIntTextSchema.nullable().meta({ description: 'All that lies there of ours; null: not known' }),
    servers: z
      .array(z.strictObject({ server: z.string(), bytes: bigIntTextSchema }))
      .meta({ description: 'By server, the largest first' }),
    days: z
      .array(z.strictObject({ day: z.iso.date(), bytes: bigIntTextSchema.nullable() }))
      .meta({ description: 'The last 30 days (UTC), each as it was last seen; null: nobody looked that day' }),
    growthBytesPerDay: z.number().nullable().meta({
      description: 'Over the last 14 days; negative: it shrinks; null: it was not looked at for two days yet',
    }),
    freeBytes: z.number().nullable().meta({ description: 'Room that is left; null: not known, as of a bucket' }),
    fullInDays: z
      .int()
      .nullable()
      .meta({ description: 'If it goes on like that; null: not within ten years, or growth or room is not known' }),
  })
  .meta({ id: 'BackupStorageUsage' });
export type BackupStorageUsage = z.infer<typeof backupStorageUsageSchema>;

/** Answer of `GET /api/backups/usage`. */
export const backupUsageSchema = z
  .strictObject({ storages: z.array(backupStorageUsageSchema) })
  .meta({ id: 'BackupUsage' });
export type BackupUsage = z.infer<typeof backupUsageSchema>;
