import { UserError } from '../../failures/failures.js';

/** The name of the login; where none is configured, the one that is given. Throws UserError 400 without any. */
export function whoIs(session: { name: string; authRequired: boolean }, operator: string | undefined): string {
  if (session.authRequired) return session.name;
  if (operator !== undefined) return operator;
  throw new UserError(400, 'INPUT_INVALID', 'operator is missing: no login is configured, so say who answers for it', [
    { path: 'operator', message: 'is needed where no login is configured' },
  ]);
}
