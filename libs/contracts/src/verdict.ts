import { z } from 'zod';

/**
 * What a comparison proved. `matched`: proved equal at a position. `lagging`: not proved, the target has not reached
 * the source's position. `diverged`: proved different. `unverified`: nothing was proved, and the reason is said.
 * Only `matched` may ever be shown as good.
 */
export const verdictSchema = z.enum(['matched', 'lagging', 'diverged', 'unverified']).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof verdictSchema>;
