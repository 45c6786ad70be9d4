import { z } from 'zod';

/** Section `readiness`: what is asked of a migration before the answer is safe. */
export const readinessSchema = z.strictObject({
  soakMinutes: z
    .number()
    .min(0)
    .max(7 * 24 * 60)
    .default(15)
    .meta({
      description:
        'All that blocks must pass for this long without a break, while it is watched, before the answer is safe. 0: no time',
    }),
  freezeBudgetSeconds: z
    .number()
    .min(1)
    .max(24 * 3600)
    .default(60)
    .meta({
      description:
        'How long writes may stand still at the cutover: the target must need less to catch up once the source is frozen',
    }),
  restorableBackupHours: z
    .number()
    .min(1)
    .max(366 * 24)
    .default(7 * 24)
    .meta({
      description:
        'Where the source is one of backups.servers: a backup of each database that is not older must have been restored before the answer is safe',
    }),
  freezeProof: z
    .strictObject({
      allowFreeze: z.boolean().default(false).meta({
        description:
          'Cutover may freeze the source itself (FLUSH TABLES WITH READ LOCK); it releases it at the end of the budget',
      }),
      sentinelTable: z
        .string()
        .regex(/^[^.]+\..+$/s, 'must be db.table')
        .optional()
        .meta({ description: 'Replicated table in which the proof writes one row, to see it arrive on the target' }),
    })
    .prefault({}),
});
