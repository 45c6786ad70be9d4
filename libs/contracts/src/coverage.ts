import { z } from 'zod';
import { findingTables } from './finding.js';

/**
 * Why a table of what is watched is not compared. `excluded`: by the configuration. `view`: it holds no rows of its own.
 * `not-asked-for`: one verification was asked for other tables only.
 */
export const skipReasonSchema = z.enum(['excluded', 'view', 'not-asked-for']).meta({ id: 'SkipReason' });
export type SkipReason = z.infer<typeof skipReasonSchema>;

/** Tables that are not compared for one reason. */
export const skippedTablesSchema = z
  .object({
    reason: skipReasonSchema,
    message: z.string().meta({ description: 'The reason in words', example: 'left out by excludeTables' }),
    count: z.number().int(),
    tables: z
      .array(z.string())
      .max(findingTables)
      .meta({ description: `As db.table, at most the first ${findingTables}` }),
  })
  .meta({ id: 'SkippedTables' });
export type SkippedTables = z.infer<typeof skippedTablesSchema>;

const messages: Readonly<Record<SkipReason, string>> = {
  excluded: 'left out by excludeTables',
  view: 'without rows of their own, as views are',
  'not-asked-for': 'not asked for in this verification',
};

/** What is not compared, by reason; a reason without tables is left out. */
export function skippedTables(ids: Partial<Record<SkipReason, readonly string[]>>): SkippedTables[] {
  return skipReasonSchema.options.flatMap((reason) => {
    const all = ids[reason] ?? [];
    if (all.length === 0) return [];
    return [{ reason, message: messages[reason], count: all.length, tables: all.slice(0, findingTables) }];
  });
}
