import { z } from 'zod';

/** What there is of a database of one day. */
export const backupDayStateSchema = z
  .enum(['complete', 'partial', 'failed', 'missing', 'not-kept', 'none-due', 'unknown'])
  .meta({
    id: 'BackupDayState',
    description:
      'complete: a whole backup lies in every storage it was made for, but for those in which retention deleted it; partial: in some of them; failed: one was tried, and none that is whole is there; missing: one was due, or was made and retention would have kept it, and nothing is there; not-kept: one was made, and retention deleted it; none-due: none is there and none was due; unknown: a storage, or the store, cannot be read, or the run is under way',
  });
export type BackupDayState = z.infer<typeof backupDayStateSchema>;

export const backupDaySchema = z
  .strictObject({
    state: backupDayStateSchema,
    isRestored: z.boolean().meta({ description: 'A backup of that day was restored and is what was dumped' }),
    backups: z.int().min(0).meta({ description: 'So many lie whole in at least one storage' }),
    failures: z.int().min(0).meta({ description: 'So many were tried and are in no storage' }),
  })
  .meta({ id: 'BackupDay' });
export type BackupDay = z.infer<typeof backupDaySchema>;

const daySchema = z.iso.date().meta({ description: 'UTC', example: '2026-11-27' });

/** Query of `GET /api/backups/calendar`. */
export const backupCalendarQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(92).default(30).meta({ description: 'So many days, today among them' }),
});
export type BackupCalendarQuery = z.infer<typeof backupCalendarQuerySchema>;

/** Of each database what there is of each day, the oldest first. A backup is of the day on which it was due, else of that on which it was begun. */
export const backupCalendarSchema = z
  .strictObject({
    days: z.array(daySchema),
    unread: z
      .array(z.string())
      .meta({ description: 'Storages that cannot be read: what lies there is as it was read last' }),
    databases: z.array(
      z.strictObject({
        server: z.string(),
        database: z.string(),
        days: z.array(backupDaySchema).meta({ description: 'One for each of `days`' }),
      }),
    ),
  })
  .meta({ id: 'BackupCalendar' });
export type BackupCalendar = z.infer<typeof backupCalendarSchema>;
