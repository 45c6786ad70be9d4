import { z } from 'zod';
import { findingSchema } from './finding.js';
import { instantSchema } from './primitives.js';

/** What is found of the backups as a whole, in the words of the checks of a migration. */
export const backupFindingSchema = findingSchema
  .pick({ id: true, check: true, subject: true, outcome: true, severity: true, message: true, action: true })
  .meta({ id: 'BackupFinding' });
export type BackupFinding = z.infer<typeof backupFindingSchema>;

/** Answer of `GET /api/backups/health`: what failed first, then what is unknown. */
export const backupHealthSchema = z
  .strictObject({ findings: z.array(backupFindingSchema), judgedAt: instantSchema })
  .meta({ id: 'BackupHealth' });
export type BackupHealth = z.infer<typeof backupHealthSchema>;
