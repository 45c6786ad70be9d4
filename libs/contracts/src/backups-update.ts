import { z } from 'zod';
import { backupHealthSchema } from './backup-health.js';
import { backupRestoreTestSchema } from './backup-restore-test.js';
import { backupRunSchema } from './backup-run.js';

/** Changes of backups are sent so often at most. */
export const backupsEveryMs = 1_000;

/** What changed of backups. A run or a test replaces the one of the same id. */
export const backupsUpdateSchema = z
  .strictObject({
    isComplete: z.boolean().meta({
      description: 'true: all that is under way in this process, and what was judged last; false: what changed since',
    }),
    runs: z.array(backupRunSchema).meta({
      description:
        'Runs under way that went on, those that ended, and those of which something was found out after their end',
    }),
    restoreTests: z.array(backupRestoreTestSchema).meta({ description: 'Tests that were asked for, began or ended' }),
    health: backupHealthSchema.nullable().meta({ description: 'null: as before, or not judged yet' }),
    catalogueRevision: z
      .int()
      .meta({ description: 'Another number: something else lies in the storages now, GET /api/backups says what' }),
  })
  .meta({ id: 'BackupsUpdate' });
export type BackupsUpdate = z.infer<typeof backupsUpdateSchema>;
