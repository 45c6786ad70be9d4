import { z } from 'zod';

/**
 * What a comparison proved. `matched`: proved equal at a position. `lagging`: not proved, the target has not reached
 * the source's position. `diverged`: proved different. `unverified`: nothing was proved, and the reason is said.
 * Only `matched` may ever be shown as good.
 */
export const verdictSchema = z.enum(['matched', 'lagging', 'diverged', 'unverified']).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof verdictSchema>;

/** How many tables have which verdict at last. */
export const verdictCountsSchema = z
  .object({
    matched: z.number().int(),
    lagging: z.number().int(),
    diverged: z.number().int(),
    unverified: z.number().int(),
  })
  .meta({ id: 'VerdictCounts' });
export type VerdictCounts = z.infer<typeof verdictCountsSchema>;
