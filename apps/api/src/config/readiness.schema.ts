import { z } from 'zod';

/** Section `readiness`: when it is safe to move, and the proof at the moment of the move. */
export const readinessSchema = z.strictObject({
  freezeBudgetSeconds: z
    .number()
    .min(5)
    .max(86_400)
    .default(300)
    .meta({ description: 'How long the source may stand still for its writers while you move' }),
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
