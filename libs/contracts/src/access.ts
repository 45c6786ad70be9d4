import { z } from 'zod';

/** `viewer` reads; `operator` also starts and cancels runs and acknowledges alerts. */
export const accessRoleSchema = z.enum(['viewer', 'operator']).meta({ id: 'AccessRole' });
export type AccessRole = z.infer<typeof accessRoleSchema>;

/** `GET /api/session`: who is asking. Without configured users everyone on loopback is an operator named `local`. */
export const sessionSchema = z
  .object({ name: z.string(), role: accessRoleSchema, authRequired: z.boolean() })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
